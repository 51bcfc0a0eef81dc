import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { slowly } from "#lib/db/slowly.ts";
import type { Json } from "#lib/features/audit/canonical.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
import { placeOfSelfie } from "#lib/features/reverifications/selfies.ts";
import { addResealed, beginRotation, endRotation, findRotation } from "./repository.ts";
import type { ByKey } from "./schema.ts";
import { type Resealed, SEALED_COLUMNS, type Sealed, type SealedColumn } from "./sealed.ts";
import { keptSelfies, resealSelfie } from "./selfies.ts";
import { EVERY_FILES, type FilesOf, keptFiles, resealFile } from "./stored-files.ts";

/** Our policy: short enough that nobody waits for a row. */
const BATCH = 200;
const SELFIES = "storage.selfies";

export type Rotated = { keyId: string; resealed: number; unreadable: number; byKey: ByKey; isDone: boolean };

/**
 * Seals anew, under the newest key of the ring, whatever lies under an older one. May be killed anywhere and started
 * again, by two at once too: what is done is found done. Ends with a count by key over everything that is sealed.
 */
export async function rotateKeys(ctx: Ctx): Promise<Rotated> {
  assertCan(ctx.actor, "settings:manage");
  const before = await countByKey(ctx);
  const keyId = ctx.vault.newest;
  if (isUnder(before, keyId)) return { keyId, resealed: 0, unreadable: 0, byKey: before, isDone: true };
  const id = await begin(ctx, keyId, before);
  let unreadable = 0;
  for (const column of SEALED_COLUMNS) unreadable += await rotateColumn(ctx, column, id);
  unreadable += await rotateSelfies(ctx, id);
  for (const of of EVERY_FILES) unreadable += await rotateFiles(ctx, of, id);
  const byKey = await countByKey(ctx);
  return end(ctx, id, { keyId, unreadable, byKey, isDone: isUnder(byKey, keyId) });
}

/** How many values lie under which key, column by column, the kept pictures and files as well. */
export async function countByKey(ctx: Pick<Ctx, "db" | "storage" | "vault">): Promise<ByKey> {
  const byKey: ByKey = {};
  const add = (column: string, key: string, count: number) => {
    const counts = byKey[column] ?? {};
    byKey[column] = { ...counts, [key]: (counts[key] ?? 0) + count };
  };
  for (const column of SEALED_COLUMNS)
    for (const { key, count } of await slowly(ctx.db, column.countByKey)) add(column.name, key, count);
  for await (const { sealed } of keptSelfies(ctx)) add(SELFIES, ctx.vault.keyOf(sealed), 1);
  for (const of of EVERY_FILES) for await (const { keyId } of keptFiles(ctx, of)) add(of, keyId, 1);
  return byKey;
}

const isUnder = (byKey: ByKey, keyId: string): boolean =>
  Object.values(byKey).every((counts) => Object.keys(counts).every((key) => key === keyId));

async function rotateColumn(ctx: Ctx, column: SealedColumn, rotationId: string): Promise<number> {
  let [after, unreadable]: [string | null, number] = [null, 0];
  for (;;) {
    const from = after;
    const found: Sealed[] = await slowly(ctx.db, (tx) =>
      column.listOthers(tx, ctx.vault.newest, from, BATCH),
    );
    const last = found.at(-1);
    if (!last) return unreadable;
    after = last.row;
    const fresh = found.flatMap((sealed) => reseal(ctx, column, sealed) ?? []);
    unreadable += found.length - fresh.length;
    await ctx.db.$transaction(async (tx) => addResealed(tx, rotationId, await column.replace(tx, fresh)));
  }
}

/** Null for what opens under no key of the ring: it stays as it is, and is told of. */
function reseal({ vault }: Ctx, column: SealedColumn, { row, value }: Sealed): Resealed | null {
  const place = column.placeOf(row);
  try {
    return { row, old: value, fresh: vault.sealBytes(place, vault.openBytes(place, value)) };
  } catch {
    return null;
  }
}

async function rotateSelfies(ctx: Ctx, rotationId: string): Promise<number> {
  let unreadable = 0;
  for await (const kept of keptSelfies(ctx)) {
    if (ctx.vault.keyOf(kept.sealed) === ctx.vault.newest) continue;
    try {
      ctx.vault.openBytes(placeOfSelfie(kept.id), kept.sealed);
    } catch {
      unreadable += 1;
      continue;
    }
    await resealSelfie(ctx, kept);
    await addResealed(ctx.db, rotationId, 1);
  }
  return unreadable;
}

async function rotateFiles(ctx: Ctx, of: FilesOf, rotationId: string): Promise<number> {
  let unreadable = 0;
  for await (const kept of keptFiles(ctx, of)) {
    if (kept.keyId === ctx.vault.newest) continue;
    if (await resealFile(ctx, of, kept)) await addResealed(ctx.db, rotationId, 1);
    else unreadable += 1;
  }
  return unreadable;
}

const begin = (ctx: Ctx, keyId: string, before: ByKey): Promise<string> =>
  ctx.db.$transaction(async (tx) => {
    const { id, isNew } = await beginRotation(tx, keyId, ctx.now());
    if (isNew) await recordAudit(tx, ctx, entryOf(keyId, { step: "begin", byKey: before }));
    return id;
  });

const end = (ctx: Ctx, id: string, rotated: Omit<Rotated, "resealed">): Promise<Rotated> =>
  ctx.db.$transaction(async (tx) => {
    const { keyId, unreadable, byKey, isDone } = rotated;
    const isOurs = await endRotation(tx, id, { unreadable, byKey, finishedAt: ctx.now() });
    const { resealed } = await findRotation(tx, id);
    const detail = { step: "end", resealed, unreadable, isDone, byKey };
    if (isOurs) await recordAudit(tx, ctx, entryOf(keyId, detail), isDone ? "done" : "failed");
    return { ...rotated, resealed };
  });

const entryOf = (keyId: string, detail: { readonly [name: string]: Json }) =>
  ({ action: "key.rotate", entityType: "key", entityId: keyId, detail }) as const;
