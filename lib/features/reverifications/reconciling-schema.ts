import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { plainText } from "#lib/text.ts";
import { isUuid } from "#lib/uuid.ts";
import { PORTAL_WORDS } from "./portal-words.ts";

const NOTE_MAX = 2_000;
const id = z.uuid();

export const readInput = z.object({ id });
export type ReadInput = z.output<typeof readInput>;

export const proposeInput = z
  .object({
    id,
    says: z.enum(PORTAL_WORDS, say("field.portalWord")),
    /** Counts with `process` alone; what else stands in the field was left there. */
    unicoProcessId: z.string().trim().toLowerCase().max(100, say("field.uuid")).default(""),
    note: plainText(NOTE_MAX, say("field.portalNoteLong")).min(1, say("field.noteMissing")),
  })
  .refine(({ says, unicoProcessId }) => says !== "process" || isUuid(unicoProcessId ?? ""), {
    error: say("field.uuid"),
    path: ["unicoProcessId"],
    // Said together with what is wrong with the other fields, not after they are right.
    when: ({ value }) => typeof value === "object" && value !== null,
  });
export type ProposeInput = z.output<typeof proposeInput>;

/** The word that the form was drawn from: whoever comes second is told. */
export const wordInput = z.object({ reconciliationId: id });
export type WordInput = z.output<typeof wordInput>;

export const rejectInput = wordInput.extend({
  reason: plainText(NOTE_MAX, say("field.portalNoteLong")).optional(),
});
export type RejectInput = z.output<typeof rejectInput>;

/** What can be done on the page of an unknown one: which button was pressed is `act`. */
export const reconcileInput = z.discriminatedUnion("act", [
  readInput.extend({ act: z.literal("read") }),
  proposeInput.safeExtend({ act: z.literal("propose") }),
  wordInput.extend({ act: z.literal("confirm") }),
  rejectInput.extend({ act: z.literal("reject") }),
  wordInput.extend({ act: z.literal("withdraw") }),
]);
export type ReconcileInput = z.output<typeof reconcileInput>;
