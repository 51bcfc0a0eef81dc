import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Json } from "#lib/features/audit/canonical.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import * as keys from "./index-repository.ts";
import { sayChanged, standingOf } from "./index-rules.ts";
import { addResealed, beginRotation, endRotation, findRotation } from "./repository.ts";
import { INDEX_PREFIX, OLDER } from "./schema.ts";

/** Our policy: short enough that nobody waits for a row. */
const BATCH = 500;
/** A database that nobody has told its key yet: so many people are tried. */
const TRIED = 100;

const NAME = "subject.cpf_index";

/** Also a program that only starts asks, which has no more than this. */
type ClaimCtx = Pick<Ctx, "actor" | "db" | "vault" | "now" | "request">;
type Changed = { code: "changed"; line: string };

/**
 * Said at every start: under which key CPFs are indexed from now on. Refused where one that they lie under is not given,
 * for then every search by CPF would find nothing, and the same person would be made twice.
 */
export async function claimIndexKey(ctx: ClaimCtx): Promise<Result<null, Changed>> {
  assertCan(ctx.actor, "settings:manage");
  const given = ctx.vault.indexKeys;
  return ctx.db.$transaction(async (tx) => {
    await keys.lockIndexKeys(tx);
    const rows = await keys.listIndexKeys(tx);
    const standing = standingOf(rows, given);
    if (standing === "right") return ok(null);
    const people = rows.length === 0 ? await keys.listIndexed(tx, null, TRIED) : [];
    if (standing === "changed" || !isOfGiven(ctx, people))
      return fail({ code: "changed", line: sayChanged(rows, given) });
    // People whose key nobody named yet may lie under any of those given.
    for (const each of people.length > 0 ? given : given.slice(0, 1))
      await keys.openIndexKey(tx, each, ctx.now());
    await recordAudit(tx, ctx, entryOf(given[0] ?? "", { step: "claim" }));
    return ok(null);
  });
}

/** Whether every one of them that opens lies under a key that is given. */
const isOfGiven = ({ vault }: ClaimCtx, people: readonly keys.Indexed[]): boolean =>
  people.every((person) => {
    const cpf = cpfOf(vault, person);
    return cpf === null || vault.indexesOf(cpf).some((index) => isSame(index, person.cpfIndex));
  });

export type Reindexed = { keyId: string; moved: number; left: number; unreadable: number; isDone: boolean };

/**
 * Indexes every CPF under the newest key; meanwhile searches ask under all. May be killed anywhere and started again, by
 * two at once too. First the older keys are closed: nobody puts anything under them while it goes on, or after it.
 */
export async function rotateIndex(ctx: Ctx, batch = BATCH): Promise<Reindexed> {
  assertCan(ctx.actor, "settings:manage");
  const [keyId = "", ...older] = ctx.vault.indexKeys;
  const rows = await keys.listIndexKeys(ctx.db);
  const isInUse = rows.some(({ fingerprint, emptiedAt }) => older.includes(fingerprint) && !emptiedAt);
  if (!isInUse) return { keyId, moved: 0, left: 0, unreadable: 0, isDone: true };
  const closedAt = ctx.now();
  const id = await ctx.db.$transaction(async (tx) => {
    await keys.closeIndexKeys(tx, older, closedAt);
    const begun = await beginRotation(tx, `${INDEX_PREFIX}${keyId}`, ctx.now());
    if (begun.isNew) await recordAudit(tx, ctx, entryOf(keyId, { step: "begin" }));
    return begun.id;
  });
  const { count, ...passed } = await turnAll(ctx, id, batch);
  const isDone = passed.left === 0 && passed.unreadable === 0;
  return ctx.db.$transaction(async (tx) => {
    if (isDone) await keys.emptyIndexKeys(tx, older, closedAt, ctx.now());
    const behind = passed.left + passed.unreadable;
    const byKey = { [NAME]: { [keyId]: count - behind, ...(behind > 0 ? { [OLDER]: behind } : {}) } };
    const isOurs = await endRotation(tx, id, { unreadable: behind, byKey, finishedAt: ctx.now() });
    const { resealed: moved } = await findRotation(tx, id);
    const detail = { step: "end", moved, ...passed, isDone };
    if (isOurs) await recordAudit(tx, ctx, entryOf(keyId, detail), isDone ? "done" : "failed");
    return { keyId, moved, ...passed, isDone };
  });
}

/** One look at everybody. `left`: another row has the index already, which is the same person made twice. */
async function turnAll(ctx: Ctx, rotationId: string, batch: number) {
  const passed = { count: 0, left: 0, unreadable: 0 };
  let after: string | null = null;
  for (;;) {
    const people: keys.Indexed[] = await keys.listIndexed(ctx.db, after, batch);
    const last = people.at(-1);
    if (!last) return passed;
    after = last.id;
    passed.count += people.length;
    const turns = people.flatMap((person) => {
      const cpf = cpfOf(ctx.vault, person);
      if (cpf === null) passed.unreadable += 1;
      if (cpf === null || isSame(ctx.vault.indexOf(cpf), person.cpfIndex)) return [];
      return [{ id: person.id, old: new Uint8Array(person.cpfIndex), fresh: ctx.vault.indexOf(cpf) }];
    });
    if (turns.length === 0) continue;
    const moved = await ctx.db.$transaction(async (tx) => {
      const done = await keys.replaceIndexes(tx, turns);
      await addResealed(tx, rotationId, done.length);
      return done;
    });
    passed.left += await keys.countStill(
      ctx.db,
      turns.filter(({ id }) => !moved.includes(id)),
    );
  }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Null where it lies under a data key that is not in the ring. */
function cpfOf(vault: Ctx["vault"], { id, cpf }: keys.Indexed): string | null {
  try {
    return vault.open({ table: "subject", row: id, column: "cpf" }, cpf);
  } catch {
    return null;
  }
}

const entryOf = (keyId: string, detail: { readonly [name: string]: Json }) =>
  ({ action: "key.index", entityType: "key", entityId: keyId, detail }) as const;
