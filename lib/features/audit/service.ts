import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import { countsUpTo } from "#lib/table/query.ts";
import type { Json } from "./canonical.ts";
import { type Outside, proveEvent } from "./event-proof.ts";
import { type AuditRow, withNames } from "./naming.ts";
import { personOf } from "./person-of.ts";
import * as audit from "./repository.ts";
import { changesOf } from "./rules.ts";
import { auditSource, whereOf } from "./table.ts";
import { type AuditFilter, auditTable } from "./table-schema.ts";

export type { AuditRow } from "./naming.ts";

type Ctx = Pick<UserCtx, "actor" | "readDb">;

export async function listAuditEvents(ctx: Ctx, filter: AuditFilter): Promise<Listed<AuditRow>> {
  assertCan(ctx.actor, "audit:read");
  const { readDb: db } = ctx;
  const rowsOf = async (keys: string[]) => withNames(db, await audit.listEvents(db, keys));
  return listPage(ctx, auditSource, whereOf(filter), filter, rowsOf, ({ seq }) => seq);
}

/** How many each filter, given as in the address, would show. */
export function countAuditEvents(ctx: Ctx, filters: readonly Partial<AuditFilter>[]) {
  assertCan(ctx.actor, "audit:read");
  const empty = auditTable.parse({});
  return countsUpTo(
    ctx,
    auditSource,
    filters.map((filter) => whereOf({ ...empty, ...filter })),
  );
}

/** People whom the log can be filtered by. */
export async function listAuditPeople({ actor, readDb: db }: Ctx) {
  assertCan(actor, "audit:read");
  return audit.listPeople(db);
}

/** One event whole, and how far its proof reaches; null when there is none. */
export async function findAuditEvent(
  ctx: Pick<UserCtx, "actor" | "readDb" | "now">,
  seq: number,
  outside: Outside,
) {
  assertCan(ctx.actor, "audit:read");
  const { readDb: db } = ctx;
  const found = await audit.findEvent(db, seq);
  if (!found) return null;
  const [row] = await withNames(db, [found]);
  if (!row) return null;
  const { sessionId, address, requestId, hash, form } = found;
  const detail = found.detail as Json;
  return {
    ...row,
    changes: changesOf(detail),
    sessionId,
    address,
    requestId,
    form,
    hash: Buffer.from(hash).toString("hex"),
    personId: await personOf(db, found),
    proof: await proveEvent(ctx, { ...found, detail }, outside),
  };
}
export type WholeAuditEvent = NonNullable<Awaited<ReturnType<typeof findAuditEvent>>>;
