import { z } from "zod";
import { type SayKey, say } from "#lib/i18n/say.ts";

/** PostgreSQL's text holds no NUL, and half a surrogate pair has no UTF-8. */
export const isPlain = (value: string): boolean => !value.includes("\0") && value.isWellFormed();

/** Typed text as it may be kept: trimmed, at most `max` UTF-16 units, nothing that a database refuses. */
export const plainText = (max: number, tooLong: SayKey = say("field.other")) =>
  z.string(say("field.other")).trim().max(max, tooLong).refine(isPlain, say("field.other"));
