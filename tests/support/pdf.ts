import { extractText, getDocumentProxy } from "unpdf";

type Node = {
  readonly role?: string;
  readonly type?: string;
  readonly alt?: string;
  readonly children?: readonly Node[];
};

const hasContent = ({ type, children = [] }: Node): boolean =>
  type === "content" || children.some(hasContent);
/** Of the elements that have something on the page, for each page tells of the whole tree. */
const rolesIn = (node: Node): string[] =>
  hasContent(node) ? [...(node.role ? [node.role] : []), ...(node.children ?? []).flatMap(rolesIn)] : [];

const altsIn = (node: Node): string[] =>
  hasContent(node) ? [...(node.alt ? [node.alt] : []), ...(node.children ?? []).flatMap(altsIn)] : [];

/** What a reader of PDF finds in a file: text by page as it is copied out, what the file says of itself, its tags, and what it has said for a picture. */
export async function readPdf(bytes: Uint8Array) {
  const document = await getDocumentProxy(Uint8Array.from(bytes));
  const { text: pages } = await extractText(document, { mergePages: false });
  const { info } = await document.getMetadata();
  const roles: string[] = [];
  const alts: string[] = [];
  for (let page = 1; page <= document.numPages; page += 1) {
    const tree: Node | null = await (await document.getPage(page)).getStructTree();
    if (!tree) continue;
    roles.push(...rolesIn(tree));
    alts.push(...altsIn(tree));
  }
  return { pages, text: pages.join("\n"), info: info as Record<string, unknown>, roles, alts };
}

/** The same text whatever the lines were broken into. */
export const unbroken = (text: string): string => text.replace(/\s+/g, " ");
