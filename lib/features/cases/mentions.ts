import "server-only";
import { assertCan, can } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { type Colleague, colleaguesOf, MENTIONED_MAX, mentionsIn } from "./mention-rules.ts";
import * as notes from "./note-repository.ts";
import { listAddressed } from "./people-repository.ts";
import { WORKING_ROLES } from "./working-roles.ts";

/** Who may be spoken to in a note on a case of that branch: whoever works on it. */
export async function listColleagues(ctx: UserCtx, subsidiaryId: string | null): Promise<Colleague[]> {
  assertCan(ctx.actor, "case:work");
  const people = await listAddressed(ctx.db, WORKING_ROLES, subsidiaryId);
  return colleaguesOf(people).filter(({ id }) => id !== ctx.actor.id);
}

export type Heard = { mentioned: string[]; unheard: string[] };
const NOBODY: Heard = { mentioned: [], unheard: [] };
type Spoken = { caseNumber: number; subsidiaryId: string | null; eventId: string; at: Date; note: string };

/**
 * Leaves word for everybody whom a note speaks to and who works on cases of its branch; nobody else learns that it is
 * there. Who was told, and what was written behind an `@` that is nobody of them.
 */
export async function tellMentioned(tx: Tx, { actor }: Ctx, spoken: Spoken): Promise<Heard> {
  if (actor.kind !== "user" || !spoken.note.includes("@")) return NOBODY;
  const { note, subsidiaryId, ...of } = spoken;
  const { said, unheard } = mentionsIn(note, await listAddressed(tx, WORKING_ROLES, subsidiaryId));
  const people = [...new Set(said.map(({ id }) => id))].filter((id) => id !== actor.id);
  const mentioned = people.slice(0, MENTIONED_MAX);
  await notes.insertMentions(
    tx,
    mentioned.map((userId) => ({ ...of, userId })),
  );
  return { mentioned, unheard };
}

/** How many are shown. */
const TAKE = 8;

/** The newest notes that speak to the person, unread ones first; of cases that they see. */
export async function listMentions(ctx: UserCtx) {
  assertCan(ctx.actor, "case:work");
  return notes.listMentions(ctx.db, ctx.actor, ctx.actor.id, TAKE);
}
export type MentionRow = Awaited<ReturnType<typeof listMentions>>[number];

/** That somebody opened a case, and with it what its notes say to them. */
export async function tellSeen(ctx: UserCtx, caseNumber: number): Promise<void> {
  const { actor, db, now } = ctx;
  const entry = { action: "case.view", entityType: "case", entityId: String(caseNumber) } as const;
  const isSpokenTo = can(actor, "case:work") && (await notes.hasUnread(db, actor.id, caseNumber));
  if (!isSpokenTo) return recordAudit(db, ctx, { ...entry, detail: {} });
  await db.$transaction(async (tx) => {
    const mentionsRead = await notes.markRead(tx, actor.id, caseNumber, now());
    await recordAudit(tx, ctx, { ...entry, detail: { mentionsRead } });
  });
}
