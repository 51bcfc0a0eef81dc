import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type Listed, listPage } from "#lib/table/list.ts";
import { isUuid } from "#lib/uuid.ts";
import type { Json } from "./canonical.ts";
import * as audit from "./repository.ts";
import { isIntact, pairsOf } from "./rules.ts";
import { auditSource, whereOf } from "./table.ts";
import type { AuditFilter } from "./table-schema.ts";

type Row = Awaited<ReturnType<typeof audit.listEvents>>[number];
type Ctx = Pick<UserCtx, "actor" | "readDb">;

/** An event as a person reads it: names where there are any, details as pairs. */
export type AuditRow = Omit<Row, "seq" | "detail"> & {
  seq: string;
  actorName: string | null;
  entityName: string | null;
  detail: { name: string; value: string }[];
};

export async function listAuditEvents(
  { actor, readDb: db }: Ctx,
  filter: AuditFilter,
): Promise<Listed<AuditRow>> {
  assertCan(actor, "audit:read");
  const rowsOf = async (keys: string[]) => withNames(db, await audit.listEvents(db, keys));
  return listPage(db, auditSource, whereOf(filter), filter, rowsOf, ({ seq }) => seq);
}

/** People whom the log can be filtered by. */
export async function listAuditPeople({ actor, readDb: db }: Ctx) {
  assertCan(actor, "audit:read");
  return audit.listPeople(db);
}

/** One event whole, and whether what is stored still gives its hash; null when there is none. */
export async function findAuditEvent({ actor, readDb: db }: Ctx, seq: number) {
  assertCan(actor, "audit:read");
  const found = await audit.findEvent(db, seq);
  if (!found) return null;
  const [row] = await withNames(db, [found]);
  if (!row) return null;
  const { sessionId, address, requestId, hash, seq: _, ...facts } = found;
  const stored = { ...facts, sessionId, address, requestId, hash, detail: found.detail as Json };
  return {
    ...row,
    sessionId,
    address,
    requestId,
    hash: Buffer.from(hash).toString("hex"),
    isIntact: isIntact(stored),
  };
}
export type WholeAuditEvent = NonNullable<Awaited<ReturnType<typeof findAuditEvent>>>;

const isPerson = ({ entityType }: Row) => entityType === "user" || entityType === "account";

async function withNames(db: UserCtx["readDb"], rows: readonly Row[]): Promise<AuditRow[]> {
  const ids = rows.flatMap((row) => [row.actorId, isPerson(row) ? row.entityId : null]);
  const known = ids.filter((id) => id !== null).filter((id) => isUuid(id));
  const names = await audit.namesOf(db, [...new Set(known)]);
  return rows.map((row) => ({
    ...row,
    seq: String(row.seq),
    actorName: (row.actorId && names.get(row.actorId)) ?? null,
    entityName: (isPerson(row) && row.entityId && names.get(row.entityId)) || null,
    detail: pairsOf(row.detail as Json),
  }));
}
