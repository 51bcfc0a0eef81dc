import { z } from "zod";
import { say } from "#lib/i18n/say.ts";
import { isPlain } from "#lib/text.ts";
import { caseNumber } from "./number.ts";
import { DECISIONS, PRIORITIES, REASON_CODES } from "./rules.ts";
import { tagName } from "./tag-name.ts";

/** In characters as people count them, so that 10,000 emoji are as many as 10,000 letters. */
const NOTE_MAX = 10_000;
const note = z
  .string(say("field.noteMissing"))
  .trim()
  .refine((text) => text.length <= NOTE_MAX || [...text].length <= NOTE_MAX, say("field.noteLong"))
  .refine(isPlain, say("field.other"));
const neededNote = note.refine((text) => text !== "", say("field.noteMissing"));
/** What the form was drawn from: the second of two writers is told. */
const version = z.coerce.number().int().min(1).max(2_147_483_647);
const list = (value: unknown) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

export const caseInput = z.object({ number: caseNumber, version });
export type CaseInput = z.output<typeof caseInput>;

export const noteInput = z.object({ number: caseNumber, note: neededNote });
export type NoteInput = z.output<typeof noteInput>;

/** One's own note, put otherwise; `edits`: how often it had been when the form was drawn. */
export const editNoteInput = z.object({
  number: caseNumber,
  event: z.uuid(),
  edits: z.coerce.number().int().min(0).max(1_000),
  text: neededNote,
});
export type EditNoteInput = z.output<typeof editNoteInput>;

export const decideInput = caseInput.extend({
  decision: z.enum(DECISIONS, say("field.decision")),
  reasons: z.preprocess(list, z.array(z.enum(REASON_CODES)).min(1, say("field.reasons"))),
  note: neededNote,
});
export type DecideInput = z.output<typeof decideInput>;

export const approveInput = caseInput.extend({ note });
export type ApproveInput = z.output<typeof approveInput>;

/** What sets a case aside, takes it from somebody or undoes their work says why. */
export const explainedInput = caseInput.extend({ note: neededNote });
export type ExplainedInput = z.output<typeof explainedInput>;

export const assignInput = caseInput.extend({ assignee: z.uuid(say("field.assignee")) });
export type AssignInput = z.output<typeof assignInput>;

export const prioritiseInput = caseInput.extend({ priority: z.enum(PRIORITIES, say("field.casePriority")) });
export type PrioritiseInput = z.output<typeof prioritiseInput>;

/** What can be done to a case on its page: one form, and the button that was pressed. */
export const actInput = z.discriminatedUnion("act", [
  caseInput.extend({ act: z.literal("take") }),
  explainedInput.extend({ act: z.literal("take_over") }),
  caseInput.extend({ act: z.literal("release") }),
  assignInput.extend({ act: z.literal("assign") }),
  prioritiseInput.extend({ act: z.literal("prioritise") }),
  explainedInput.extend({ act: z.literal("wait") }),
  caseInput.extend({ act: z.literal("resume") }),
  explainedInput.extend({ act: z.literal("escalate") }),
  decideInput.extend({ act: z.literal("decide") }),
  caseInput.extend({ act: z.literal("undo") }),
  approveInput.extend({ act: z.literal("approve") }),
  explainedInput.extend({ act: z.literal("send_back") }),
  explainedInput.extend({ act: z.literal("reopen") }),
  noteInput.extend({ act: z.literal("note") }),
]);
export type ActInput = z.output<typeof actInput>;

export const tagInput = z.object({ number: caseNumber, tag: tagName });
export type TagInput = z.output<typeof tagInput>;

/** From a process or a re-verification, never both. */
export const flagInput = z.object({
  processId: z.uuid().optional(),
  reverificationId: z.uuid().optional(),
  note: neededNote,
});
export type FlagInput = z.output<typeof flagInput>;
