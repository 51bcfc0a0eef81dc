import type { Given } from "#app/(staff)/cases/given.ts";
import type { AttachmentRow } from "#lib/features/attachments/reading.ts";
import { ATTACHMENT_KINDS } from "#lib/features/attachments/rules.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { FileLink } from "./attached-link.tsx";

export function fileKindWord(t: Given["t"], kind: unknown): string {
  const known = ATTACHMENT_KINDS.find((each) => each === kind);
  return known ? t(`files.kind.${known}`) : String(kind ?? "");
}

/** What a file is called; one whose name was nothing but what is taken out of names goes by its place. */
export const fileName = (t: Given["t"], files: readonly AttachmentRow[], file: AttachmentRow): string =>
  file.name || t("files.nameless", { place: String(files.indexOf(file) + 1) });

type OfProps = { id: unknown; found: Pick<CaseWhole, "number" | "files">; given: Pick<Given, "t"> };

/** The file that somebody attached, or that it is there no more. */
export function FileOf({ id, found: { number, files }, given: { t } }: OfProps) {
  const file = files.find((each) => each.id === id);
  return file ? (
    <FileLink number={number} id={file.id} name={fileName(t, files, file)} />
  ) : (
    <p className="text-xs text-ink-3">{t("files.gone")}</p>
  );
}
