import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { recordAudit, recordStep } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { lockCase } from "./locking.ts";
import { tellMentioned } from "./mentions.ts";
import * as notes from "./note-repository.ts";
import * as cases from "./repository.ts";
import { LEASE_MS } from "./rules.ts";
import type { EditNoteInput, NoteInput } from "./schema.ts";
import { standingOf } from "./standing.ts";
import type { CaseFailure } from "./step.ts";

/** Our policy: what is put otherwise more often than this is another note. The database holds to it too. */
export const EDITS_MAX = 20;

/** `unheard`: what stands behind an `@` and is nobody who works on the case. */
export type Noted = { number: number; unheard: string[] };
export type NoteFailure =
  | Extract<CaseFailure, { code: "case_unknown" }>
  | { code: "note_unknown" | "note_not_yours" | "note_changed" | "note_same" | "note_full" };

/**
 * A note changes nothing else, so it needs no version: two people may write at once. What an erasure of the person takes
 * out of a case does not come back by it.
 */
export async function addNote(
  ctx: UserCtx,
  { number, note }: NoteInput,
): Promise<Result<Noted, Extract<CaseFailure, { code: "case_unknown" | "case_erased" }>>> {
  assertCan(ctx.actor, "case:work");
  return ctx.db.$transaction(async (tx) => {
    if (!(await lockCase(tx, ctx.actor, number))) return fail({ code: "case_unknown" });
    if ((await standingOf(tx, number)).isErased) return fail({ code: "case_erased" });
    const at = ctx.now();
    await cases.renewLease(tx, number, ctx.actor.id, new Date(at.getTime() + LEASE_MS));
    const noted = { caseNumber: number, at, actorId: ctx.actor.id, note };
    const entry = { action: "case.note", entityType: "case", entityId: String(number) } as const;
    const detail = { noteLength: note.length };
    if (!note.includes("@")) {
      await recordStep(tx, ctx, cases.noteStep(noted), { ...entry, detail });
      return ok({ number, unheard: [] });
    }
    const { id: eventId } = await cases.insertEvent(tx, { ...noted, kind: "noted" });
    const branch = await cases.findBranch(tx, ctx.actor, number);
    const spoken = { caseNumber: number, subsidiaryId: branch?.subsidiaryId ?? null, eventId, at, note };
    const heard = await tellMentioned(tx, ctx, spoken);
    await recordAudit(tx, ctx, { ...entry, detail: { ...detail, mentioned: heard.mentioned } });
    return ok({ number, unheard: heard.unheard });
  });
}

/**
 * Puts one's own note otherwise. What it said stays and can be read; `edits` is how often it had been put otherwise
 * when the form was drawn, so that of two windows the second is told.
 */
export async function editNote(
  ctx: UserCtx,
  { number, event, edits, text }: EditNoteInput,
): Promise<Result<Noted, NoteFailure>> {
  assertCan(ctx.actor, "case:work");
  return ctx.db.$transaction(async (tx) => {
    if (!(await lockCase(tx, ctx.actor, number))) return fail({ code: "note_unknown" });
    const found = await notes.findNote(tx, ctx.actor, number, event);
    // What an erasure emptied is nobody's note any more.
    if (!found || found.note === null) return fail({ code: "note_unknown" });
    if (found.actorId !== ctx.actor.id) return fail({ code: "note_not_yours" });
    const [last = { place: 0, note: found.note }] = found.edits;
    if (last.place !== edits) return fail({ code: "note_changed" });
    if (last.note === text) return fail({ code: "note_same" });
    if (edits >= EDITS_MAX) return fail({ code: "note_full" });
    const at = ctx.now();
    const edit = { eventId: event, place: edits + 1, authorId: ctx.actor.id, at, note: text };
    if (!(await notes.insertEdit(tx, edit))) return fail({ code: "note_changed" });
    await cases.renewLease(tx, number, ctx.actor.id, new Date(at.getTime() + LEASE_MS));
    const { subsidiaryId } = found.case;
    const spoken = { caseNumber: number, subsidiaryId, eventId: event, at, note: text };
    const { mentioned, unheard } = await tellMentioned(tx, ctx, spoken);
    await recordAudit(tx, ctx, {
      action: "case.note_edit",
      entityType: "case",
      entityId: String(number),
      detail: { note: event, edit: edits + 1, noteLength: text.length, mentioned },
    });
    return ok({ number, unheard });
  });
}
