import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as cases from "./repository.ts";
import { LEASE_MS } from "./rules.ts";
import type { TagInput } from "./schema.ts";
import { standingOf } from "./standing.ts";
import { TAGS_A_CASE, type TagWhy } from "./tag-name.ts";
import * as tags from "./tag-repository.ts";

export type TagFailure = { code: "case_unknown" | "case_erased" | TagWhy };
type Tagged = Result<{ number: number }, TagFailure>;

/** What the company tags cases with. */
export async function listTagNames(ctx: UserCtx): Promise<string[]> {
  assertCan(ctx.actor, "case:work");
  return (await tags.listTags(ctx.readDb)).map(({ name }) => name);
}

/** Tags a case, by a tag of the company's or a new one; a case that has it already stays as it is. */
export async function tagCase(ctx: UserCtx, { number, tag }: TagInput): Promise<Tagged> {
  assertCan(ctx.actor, "case:work");
  return ctx.db.$transaction(async (tx) => {
    const has = await tags.lockTags(tx, ctx.actor, number);
    if (!has) return fail({ code: "case_unknown" });
    if (has.includes(tag)) return ok({ number });
    if ((await standingOf(tx, number)).isErased) return fail({ code: "case_erased" });
    if (has.length >= TAGS_A_CASE) return fail({ code: "case_tags_full" });
    const found = await tags.ensureTag(tx, tag, ctx.actor.id);
    if (!found) return fail({ code: "case_tags_many" });
    await tags.addTag(tx, number, tag);
    await tell(tx, ctx, number, { kind: "tagged", action: "case.tag", tag, id: found.id });
    return ok({ number });
  });
}

export async function untagCase(ctx: UserCtx, { number, tag }: TagInput): Promise<Tagged> {
  assertCan(ctx.actor, "case:work");
  return ctx.db.$transaction(async (tx) => {
    const has = await tags.lockTags(tx, ctx.actor, number);
    if (!has) return fail({ code: "case_unknown" });
    if (!has.includes(tag)) return ok({ number });
    await tags.removeTag(tx, number, tag);
    const id = (await tags.findTag(tx, tag))?.id ?? null;
    await tell(tx, ctx, number, { kind: "untagged", action: "case.untag", tag, id });
    return ok({ number });
  });
}

type Change = { tag: string; id: string | null } & (
  | { kind: "tagged"; action: "case.tag" }
  | { kind: "untagged"; action: "case.untag" }
);

/** What somebody called it stands on the timeline, not in the log. */
async function tell(tx: Tx, ctx: UserCtx, number: number, { kind, action, tag, id }: Change): Promise<void> {
  const at = ctx.now();
  await cases.renewLease(tx, number, ctx.actor.id, new Date(at.getTime() + LEASE_MS));
  await cases.insertEvent(tx, { caseNumber: number, at, actorId: ctx.actor.id, kind, detail: { tag } });
  await recordAudit(tx, ctx, { action, entityType: "case", entityId: String(number), detail: { tag: id } });
}
