import { z } from "zod";
import { withoutCpfs } from "#lib/privacy/mask.ts";
import { isUuid } from "#lib/uuid.ts";

/** Longer than any word of Unico's; what is beyond is cut. */
const WORD_MAX = 100;

/** Kept as it came whatever it is, known or not, text or not: cut, without a CPF or what a database refuses. */
const word = z
  .unknown()
  .optional()
  .transform((value) => {
    if (value === undefined || value === null) return "";
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return withoutCpfs(text.replaceAll("\0", "").toWellFormed()).slice(0, WORD_MAX).toWellFormed().trim();
  });

/** The body of a notice: a hint to read the process, of which nothing else is believed. */
const noticeInput = z.object({
  processId: z
    .string()
    .refine(isUuid)
    .transform((id) => id.toLowerCase()),
  state: word,
  lastEvent: word,
});
export type Notice = z.output<typeof noticeInput>;

/** The notice in a body, or null. */
export function readNotice(body: string): Notice | null {
  try {
    return noticeInput.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

/** What a `read-notice` job is given. */
export const noticeJob = z.object({ noticeId: z.uuid() });
