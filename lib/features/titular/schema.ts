import { z } from "zod";
import { say } from "#lib/i18n/say.ts";

/** Why the file is made. LGPD article 18 (access), article 20 (review of an automated decision). */
export const FILE_REASONS = ["titular_asked", "review_asked", "authority_asked", "internal_check"] as const;
export type FileReason = (typeof FILE_REASONS)[number];

export const ERASE_REASONS = [
  "titular_asked",
  "consent_withdrawn",
  "purpose_ended",
  "authority_ordered",
] as const;
export type EraseReason = (typeof ERASE_REASONS)[number];

export const fileInput = z.object({
  subject: z.uuid(),
  reason: z.enum(FILE_REASONS, { error: say("field.reason") }),
});
/** Of one person, or of everybody. */
export const erasedFilesJob = z.object({ subject: z.uuid().optional() });
export const filesInput = z.object({ subject: z.uuid() });

export const eraseInput = z.object({
  subject: z.uuid(),
  reason: z.enum(ERASE_REASONS, { error: say("field.reason") }),
});
/** The form's: nobody erases a person by one slip of the hand. */
export const eraseForm = eraseInput.extend({ sure: z.literal("yes", { error: say("field.sure") }) });
