import { z } from "zod";
import { say } from "#lib/i18n/say.ts";

export const REVEAL_FIELDS = ["cpf", "email", "phone"] as const;
export type RevealField = (typeof REVEAL_FIELDS)[number];

/** Why somebody needs a value in the clear: a closed set, so that the log holds nothing typed. */
export const REVEAL_REASONS = [
  "contact_customer",
  "confirm_identity",
  "compare_document",
  "report_fraud",
  "answer_titular",
] as const;
export type RevealReason = (typeof REVEAL_REASONS)[number];

/** The screens that show a person: whoever may not open the record reveals nothing from it. */
export const REVEAL_PLACES = {
  case: "case:read",
  process: "process:lookup",
  reverification: "reverification:read",
  reference: "reference:read",
} as const;
export type RevealPlace = keyof typeof REVEAL_PLACES;
const PLACES = ["case", "process", "reverification", "reference"] as const satisfies readonly RevealPlace[];

export const revealInput = z.object({
  field: z.enum(REVEAL_FIELDS),
  place: z.enum(PLACES),
  record: z.union([z.uuid(), z.string().regex(/^[1-9]\d{4,8}$/)]),
  reason: z.enum(REVEAL_REASONS, { error: say("field.reason") }),
});
export type RevealInput = z.output<typeof revealInput>;
