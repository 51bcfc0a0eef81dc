import { z } from "zod";
import { caseNumber } from "#lib/features/cases/number.ts";
import { say } from "#lib/i18n/say.ts";
import { plainText } from "#lib/text.ts";

export const attachmentId = z.uuid().transform((id) => id.toLowerCase());

const REASON_MAX = 1_000;

/** `why` is asked of whoever takes away what another attached, or what has lain there for a while. */
export const detachInput = z.object({
  number: caseNumber,
  file: attachmentId,
  why: plainText(REASON_MAX, say("field.noteLong")).optional(),
});
export type DetachInput = z.output<typeof detachInput>;
