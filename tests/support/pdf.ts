import { extractText, getDocumentProxy } from "unpdf";

type Node = { readonly role?: string; readonly type?: string; readonly children?: readonly Node[] };

const hasContent = ({ type, children = [] }: Node): boolean =>
  type === "content" || children.some(hasContent);
/** Of the elements that have something on the page, for each page tells of the whole tree. */
const rolesIn = (node: Node): string[] =>
  hasContent(node) ? [...(node.role ? [node.role] : []), ...(node.children ?? []).flatMap(rolesIn)] : [];

/** What a reader of PDF finds in a file: text by page as it is copied out, what the file says of itself, and its tags. */
export async function readPdf(bytes: Uint8Array) {
  const document = await getDocumentProxy(Uint8Array.from(bytes));
  const { text: pages } = await extractText(document, { mergePages: false });
  const { info } = await document.getMetadata();
  const roles: string[] = [];
  for (let page = 1; page <= document.numPages; page += 1) {
    const tree: Node | null = await (await document.getPage(page)).getStructTree();
    if (tree) roles.push(...rolesIn(tree));
  }
  return { pages, text: pages.join("\n"), info: info as Record<string, unknown>, roles };
}

/** The same text whatever the lines were broken into. */
export const unbroken = (text: string): string => text.replace(/\s+/g, " ");
