import type { HeaderRefusal } from "#lib/pictures/header.ts";

/** Our policy, held by the database too. */
export const FILE_MAX_BYTES = 10 * 1_048_576;
/** Our policy: so many lie with a case at once. */
export const FILES_A_CASE = 20;
/** Our policy: for so long whoever attached a file takes it away without saying why. */
export const OWN_REMOVAL_MS = 10 * 60_000;

export const ATTACHMENT_KINDS = ["pdf", "png", "jpeg", "webp", "text"] as const;
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** As what a file leaves, whatever its name was: text is never anything that a browser runs. */
export const CONTENT_TYPES = {
  pdf: "application/pdf",
  png: "image/png",
  jpeg: "image/jpeg",
  webp: "image/webp",
  text: "text/plain; charset=utf-8",
} as const satisfies Record<AttachmentKind, string>;

/** What a name may end in; the first is put behind any other. */
export const ENDINGS = {
  pdf: ["pdf"],
  png: ["png"],
  jpeg: ["jpg", "jpeg"],
  webp: ["webp"],
  text: ["txt", "csv"],
} as const satisfies Record<AttachmentKind, readonly [string, ...string[]]>;

/** Why what is in a file is not taken. */
export const CONTENT_REFUSALS = [
  "empty",
  "too_large",
  "archive",
  "heic",
  "other_picture",
  "markup",
  "encoding",
  "active",
  "mixed",
  "damaged",
  "unknown_kind",
] as const;
export type ContentRefusal = (typeof CONTENT_REFUSALS)[number];

/** Why a file was not attached, whatever the cause. */
export const ATTACH_REFUSALS = [
  ...CONTENT_REFUSALS,
  "full",
  "erased",
  "too_many",
  "given_up",
  "none",
  "broken_off",
  "too_much",
] as const;
export type AttachRefusal = (typeof ATTACH_REFUSALS)[number];

/** A picture that no one-to-one comparison takes is still one that people look at. */
export const OF_PICTURE = {
  picture_heic: "heic",
  picture_format: "other_picture",
  picture_not_image: "unknown_kind",
  picture_damaged: "damaged",
  picture_mixed: "mixed",
  picture_animated: null,
  picture_cmyk: null,
  picture_depth: null,
} as const satisfies Record<HeaderRefusal, ContentRefusal | null>;

type Attached = { readonly authorId: string; readonly at: Date };
type Who = { readonly id: string; readonly leads: boolean };

/** Who may take a file away: whoever attached it a moment ago, or a manager who says why. */
export function removalBy({ authorId, at }: Attached, who: Who, now: Date): "own" | "explained" | null {
  if (authorId === who.id && now.getTime() - at.getTime() <= OWN_REMOVAL_MS) return "own";
  return who.leads ? "explained" : null;
}
