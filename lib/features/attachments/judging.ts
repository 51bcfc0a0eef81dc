import { readHeader } from "#lib/pictures/read-header.ts";
import { type AttachmentKind, type ContentRefusal, FILE_MAX_BYTES, OF_PICTURE } from "./rules.ts";

export type Judged = { readonly kind: AttachmentKind } | { readonly why: ContentRefusal };

const START_BYTES = 1_024;
const startOf = (bytes: Buffer): string => bytes.toString("latin1", 0, START_BYTES);

/** What a file is by what is in it, never by its name; or why it is not taken. */
export function judge(bytes: Buffer): Judged {
  if (bytes.length === 0) return { why: "empty" };
  if (bytes.length > FILE_MAX_BYTES) return { why: "too_large" };
  const start = startOf(bytes);
  if (start.startsWith("%PDF-")) return judgePdf(bytes);
  const signed = pictureKindOf(start);
  const header = readHeader(bytes);
  if (typeof header !== "string") return { kind: header.format };
  const why = OF_PICTURE[header];
  if (signed) return why === null ? { kind: signed } : { why };
  if (why !== "unknown_kind" && why !== null && !isMarkup(start)) return { why };
  return isArchive(start) ? { why: "archive" } : judgeText(bytes, start);
}

/** ZIP, which Word and Excel files are too; older ones of theirs; RAR, 7z, gzip, bzip2, xz. */
const ARCHIVES = [
  "PK\x03\x04",
  "PK\x05\x06",
  "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
  "Rar!\x1a\x07",
  "7z\xbc\xaf\x27\x1c",
  "\x1f\x8b",
  "BZh",
  "\xfd7zXZ",
];
const isArchive = (start: string): boolean => ARCHIVES.some((signature) => start.startsWith(signature));

function pictureKindOf(start: string): "jpeg" | "png" | "webp" | null {
  if (start.startsWith("\xff\xd8\xff")) return "jpeg";
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  return start.startsWith("RIFF") && start.slice(8, 12) === "WEBP" ? "webp" : null;
}

/** A letter of a PDF's name may be written as its number. */
const spelt = (name: string): string =>
  name.replace(/\w/g, (letter) => {
    const [high = "", low = ""] = letter.charCodeAt(0).toString(16);
    return `(?:${letter}|#${high}[${low}${low.toUpperCase()}])`;
  });
/** What a reader of documents runs, opens or unpacks by itself. Written otherwise or packed it is not seen here. */
const ACTIVE = new RegExp(
  `/(${["JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA"].map(spelt).join("|")})\\b`,
);
const MARKED = /<script|<html|<!doctype html|<\?php|<iframe/i;
/** Readers look for the end no further up. */
const END_BYTES = 2_048;

function judgePdf(bytes: Buffer): Judged {
  if (!bytes.toString("latin1", Math.max(0, bytes.length - END_BYTES)).includes("%%EOF"))
    return { why: "damaged" };
  if (MARKED.test(startOf(bytes))) return { why: "mixed" };
  return ACTIVE.test(bytes.toString("latin1")) ? { why: "active" } : { kind: "pdf" };
}

/** Pages, drawings and documents that are written as text: opened, they are something else than text. */
const isMarkup = (start: string): boolean =>
  /^(\xef\xbb\xbf)?\s*(<(!doctype|!--|\?xml|\?php|html|head|body|svg|script|iframe|style|meta|math)|\{\\rtf|%!PS|#!)/i.test(
    start,
  );

/** What Windows calls Unicode. */
const UTF_16 = /^(\xff\xfe|\xfe\xff)/;

/** Tab, line feed, form feed and carriage return are part of a text; no other control character is. */
const hasControls = (text: string): boolean => /[^\P{Cc}\t\n\f\r]/u.test(text);

function judgeText(bytes: Buffer, start: string): Judged {
  if (UTF_16.test(start)) return { why: "encoding" };
  if (bytes.includes(0)) return { why: "unknown_kind" };
  const text = decoded(bytes);
  // A binary file is no text in a wrong encoding.
  if (text === null) return { why: hasLowControls(bytes) ? "unknown_kind" : "encoding" };
  if (hasControls(text)) return { why: "unknown_kind" };
  return isMarkup(start) ? { why: "markup" } : { kind: "text" };
}

const hasLowControls = (bytes: Buffer): boolean =>
  bytes.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13);

function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
