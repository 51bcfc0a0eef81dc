import "server-only";
import type { Db } from "#lib/db/client.ts";
import { isUuid } from "#lib/uuid.ts";
import type { Json } from "./canonical.ts";
import * as audit from "./repository.ts";
import { pairsOf } from "./rules.ts";

type Row = Awaited<ReturnType<typeof audit.listEvents>>[number];

/** An event as a person reads it: names where there are any, details as pairs. */
export type AuditRow = Omit<Row, "seq" | "detail"> & {
  seq: string;
  actorName: string | null;
  entityName: string | null;
  detail: { name: string; value: string }[];
};

const isPerson = ({ entityType }: Row) => entityType === "user" || entityType === "account";

/** Details that are somebody's id: from whose hands a case went, and into whose. */
const PEOPLE_IN_DETAIL = ["holder", "assignee"];
const isOfPerson = ({ name }: { name: string }) => PEOPLE_IN_DETAIL.includes(name);

/** Rows with the names behind their ids. */
export async function withNames(db: Db, rows: readonly Row[]): Promise<AuditRow[]> {
  const pairs = rows.map(({ detail }) => pairsOf(detail as Json));
  const inDetail = pairs
    .flat()
    .filter(isOfPerson)
    .map(({ value }) => value);
  const ids = rows.flatMap((row) => [row.actorId, isPerson(row) ? row.entityId : null]).concat(inDetail);
  const known = ids.filter((id) => id !== null).filter((id) => isUuid(id));
  const names = await audit.namesOf(db, [...new Set(known)]);
  return rows.map((row, i) => ({
    ...row,
    seq: String(row.seq),
    actorName: (row.actorId && names.get(row.actorId)) ?? null,
    entityName: (isPerson(row) && row.entityId && names.get(row.entityId)) || null,
    detail: (pairs[i] ?? []).map((pair) =>
      isOfPerson(pair) ? { ...pair, value: names.get(pair.value) ?? pair.value } : pair,
    ),
  }));
}
