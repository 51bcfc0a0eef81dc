import "server-only";
import { randomUUID } from "node:crypto";
import { assertCan } from "#lib/auth/roles.ts";
import { createTurns } from "#lib/auth/turns.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { lockCase } from "#lib/features/cases/locking.ts";
import { insertEvent, renewLease } from "#lib/features/cases/repository.ts";
import { LEASE_MS } from "#lib/features/cases/rules.ts";
import { standingOf } from "#lib/features/cases/standing.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { upTo } from "#lib/storage/chunks.ts";
import { openSealed, type PutFile, putSealed } from "#lib/storage/sealed-file.ts";
import { type Judged, judge } from "./judging.ts";
import { plainName } from "./naming.ts";
import { dropUnnamed } from "./removing.ts";
import * as attachments from "./repository.ts";
import { type ContentRefusal, FILE_MAX_BYTES, FILES_A_CASE } from "./rules.ts";
import { sealAbout } from "./sealing.ts";

/** Two are held whole at once, from the storage and not from whoever sends them slowly. */
const judging = createTurns({ atOnce: 2, waitingMax: 200 });

export type AttachFailure =
  | { code: "case_unknown" | "erased" | "full" | "given_up" }
  | { code: "content"; why: ContentRefusal }
  | TooMany;
export type Given = { readonly name: string; readonly body: AsyncIterable<Uint8Array> };

/** Breaks a file off that goes on for too long. */
class TooLarge extends Error {}

/**
 * Puts a file with a case. It is sealed as it comes, then judged by what is in it, and named by a row last, together with
 * the events of it: what is refused or killed on the way leaves nothing but bytes that are noted as to be removed.
 */
export async function attachFile(
  ctx: UserCtx,
  number: number,
  given: Given,
): Promise<Result<{ id: string }, AttachFailure>> {
  assertCan(ctx.actor, "case:work");
  const taken = await takeOwnLimit(ctx, "attach");
  if (!taken.ok) return taken;
  const refusal = await refusalOf(ctx, number);
  if (refusal) return fail({ code: refusal });
  const id = randomUUID();
  const key = `attachments/${id}`;
  const left = await attachments.noteLeft(ctx.programDb, key);
  let isNamed = false;
  try {
    const named = await putAndName(ctx, number, { id, left, ...given });
    isNamed = named.ok;
    return named;
  } finally {
    if (!isNamed) await dropUnnamed(ctx, key);
  }
}

async function refusalOf(ctx: UserCtx, number: number): Promise<"case_unknown" | "erased" | "full" | null> {
  if (!(await attachments.isThere(ctx.db, ctx.actor, number))) return "case_unknown";
  if ((await standingOf(ctx.db, number)).isErased) return "erased";
  return (await attachments.countHeld(ctx.db, number)) >= FILES_A_CASE ? "full" : null;
}

type Coming = Given & { id: string; left: attachments.Left };

async function putAndName(
  ctx: UserCtx,
  number: number,
  { id, left, name, body }: Coming,
): Promise<Result<{ id: string }, AttachFailure>> {
  let put: PutFile;
  try {
    put = await putSealed(
      ctx,
      left.key,
      upTo(FILE_MAX_BYTES, body, () => new TooLarge()),
    );
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return refuseContent(ctx, number, { why: "too_large" });
  }
  const judged = await judging({ row: ctx.actor.id }, async () => judge(await wholeOf(ctx, left.key)));
  if (!judged) return fail({ code: "given_up" });
  if ("why" in judged) return refuseContent(ctx, number, judged);
  return nameIt(ctx, number, { id, left, name: plainName(name, judged.kind), kind: judged.kind, put });
}

async function wholeOf(ctx: UserCtx, key: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of (await openSealed(ctx, key)) ?? []) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function refuseContent(ctx: UserCtx, number: number, { why }: { why: ContentRefusal }) {
  const entry = { action: "case.attach", entityType: "case", entityId: String(number) } as const;
  await recordAudit(ctx.db, ctx, { ...entry, detail: { why } }, "refused");
  return fail({ code: "content" as const, why });
}

type Whole = {
  id: string;
  left: attachments.Left;
  name: string;
  kind: Extract<Judged, { kind: string }>["kind"];
};

function nameIt(
  ctx: UserCtx,
  number: number,
  { id, left, name, kind, put }: Whole & { put: PutFile },
): Promise<Result<{ id: string }, AttachFailure>> {
  return ctx.db.$transaction(async (tx) => {
    // An erasure of the person locks the case as well: it finds the file, or the file finds it.
    if (!(await lockCase(tx, ctx.actor, number))) return fail({ code: "case_unknown" });
    if ((await standingOf(tx, number)).isErased) return fail({ code: "erased" });
    if ((await attachments.countHeld(tx, number)) >= FILES_A_CASE) return fail({ code: "full" });
    if (!(await attachments.takeLeft(tx, left))) return fail({ code: "given_up" });
    const at = ctx.now();
    const { bytes, sha256 } = put;
    await attachments.insert(tx, {
      id,
      caseNumber: number,
      authorId: ctx.actor.id,
      at,
      kind,
      bytes,
      about: sealAbout(ctx.vault, id, { name, sha256 }),
      storageKey: left.key,
    });
    await renewLease(tx, number, ctx.actor.id, new Date(at.getTime() + LEASE_MS));
    const detail = { file: id, kind, bytes };
    await insertEvent(tx, { caseNumber: number, at, actorId: ctx.actor.id, kind: "attached", detail });
    const entry = { action: "case.attach", entityType: "case", entityId: String(number) } as const;
    await recordAudit(tx, ctx, { ...entry, detail });
    return ok({ id });
  });
}
