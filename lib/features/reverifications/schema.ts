import { z } from "zod";
import { caseNumber } from "#lib/features/cases/number.ts";
import { say } from "#lib/i18n/say.ts";
import { parseCpf } from "#lib/privacy/cpf.ts";

export const REASONS = ["second_look", "change_of_data", "account_recovery", "high_value", "other"] as const;
export type Reason = (typeof REASONS)[number];

/** File: chosen, dropped or pasted. */
export const CAPTURES = ["file", "webcam", "sdk"] as const;

/** Left empty: not known. */
const blank = z.literal("").transform(() => undefined);

/** Bytes over this are refused without reading them; the check of the picture has the real limit. */
const MAX_UPLOAD_BYTES = 1_900_000;

const fields = z.object({
  /** Made with the form: a second send of the same form gives the same re-verification. */
  idempotencyKey: z.uuid(),
  referenceId: z
    .string(say("field.referenceMissing"))
    .trim()
    .min(1, say("field.referenceMissing"))
    .toLowerCase()
    .pipe(z.uuid(say("field.uuid"))),
  cpf: blank
    .or(
      z
        .string()
        .transform((typed) => parseCpf(typed))
        .refine((cpf) => cpf !== null, say("field.cpf")),
    )
    .optional(),
  subsidiaryId: blank.or(z.uuid(say("field.subsidiary"))).optional(),
  reason: z.enum(REASONS, say("field.reason")).default("second_look"),
  caseNumber: blank.or(caseNumber).optional(),
  capture: z.enum(CAPTURES).default("file"),
  // A form without a chosen file sends an empty one; with the Web SDK there is none at all.
  selfie: z
    .file(say("field.selfieMissing"))
    .max(MAX_UPLOAD_BYTES, say("field.selfieLarge"))
    .transform((file) => (file.size > 0 ? file : undefined))
    .optional(),
  /** The browser has made the picture smaller before it sent it. */
  shrunk: blank.or(z.literal("1").transform(() => true)).optional(),
  /** The Web SDK's string, and how long it lay in the form, in milliseconds: the browser's clock may show anything. */
  encrypted: blank.or(z.string().max(MAX_UPLOAD_BYTES)).optional(),
  capturedMsAgo: blank.or(z.coerce.number().min(0)).optional(),
  /** The earlier one that a person was shown, and sends this one in spite of. */
  confirmedDuplicateOf: blank.or(z.uuid()).optional(),
  /** The unknown one in whose place this one is sent, on purpose. */
  replaces: blank.or(z.uuid()).optional(),
});
/** There must be something to compare; what it is like is checked with the picture itself. */
export const startInput = fields.refine(({ capture, selfie }) => capture === "sdk" || selfie, {
  error: say("field.selfieMissing"),
  path: ["selfie"],
  // Said together with what is wrong with the other fields, not after they are right.
  when: ({ value }) => typeof value === "object" && value !== null,
});
export type StartInput = z.output<typeof startInput>;

/** What the finder of the form takes: an id, a CPF or a part of the name. */
export const findInput = z.object({
  q: z.string(say("field.findShort")).trim().min(2, say("field.findShort")).max(100, say("field.findShort")),
});
