import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";

const { sql } = Prisma;

/**
 * A column that holds values as Unico wrote them, and what of them has a name of ours. `other` stands for every value
 * that has none, and for no value: written out, so that the index of what is seldom serves it (migration
 * `process_lists`).
 */
type RawColumn = { column: Prisma.Sql; named: Readonly<Record<string, string>>; other: Prisma.Sql };

export const STATE: RawColumn = {
  column: sql`process.state`,
  named: {
    created: "PROCESS_STATE_CREATED",
    awaiting_document: "PROCESS_STATE_AWAITING_FOR_DOCUMENT",
    finished: "PROCESS_STATE_FINISHED",
    failed: "PROCESS_STATE_FAILED",
    canceled: "PROCESS_STATE_CANCELED",
  },
  other: sql`process.state NOT IN ('PROCESS_STATE_CREATED', 'PROCESS_STATE_AWAITING_FOR_DOCUMENT',
    'PROCESS_STATE_FINISHED', 'PROCESS_STATE_FAILED', 'PROCESS_STATE_CANCELED')`,
};

export const RESULT: RawColumn = {
  column: sql`process.result`,
  named: {
    ok: "PROCESS_RESULT_OK",
    warning: "PROCESS_RESULT_WARNING",
    error: "PROCESS_RESULT_ERROR",
    expired: "PROCESS_RESULT_EXPIRED",
    invalid_identity: "PROCESS_RESULT_INVALID_IDENTITY",
    unspecified: "PROCESS_RESULT_UNSPECIFIED",
  },
  other: sql`(process.result IS NULL OR process.result NOT IN ('PROCESS_RESULT_OK', 'PROCESS_RESULT_WARNING',
    'PROCESS_RESULT_ERROR', 'PROCESS_RESULT_EXPIRED', 'PROCESS_RESULT_INVALID_IDENTITY', 'PROCESS_RESULT_UNSPECIFIED'))`,
};

export const AUTHENTICATION: RawColumn = {
  column: sql`process.authentication`,
  named: {
    positive: "AUTHENTICATION_RESULT_POSITIVE",
    negative: "AUTHENTICATION_RESULT_NEGATIVE",
    inconclusive: "AUTHENTICATION_RESULT_INCONCLUSIVE",
  },
  other: sql`(process.authentication IS NULL OR process.authentication NOT IN ('AUTHENTICATION_RESULT_POSITIVE',
    'AUTHENTICATION_RESULT_NEGATIVE', 'AUTHENTICATION_RESULT_INCONCLUSIVE'))`,
};

export const LIVENESS: RawColumn = {
  column: sql`process.liveness`,
  named: { live: "LIVENESS_RESULT_LIVE", not_live: "LIVENESS_RESULT_NOT_LIVE" },
  other: sql`(process.liveness IS NULL OR process.liveness NOT IN ('LIVENESS_RESULT_LIVE', 'LIVENESS_RESULT_NOT_LIVE'))`,
};

/** Any of the chosen values; what is chosen and has no name is `other`. */
export function anyRaw({ column, named, other }: RawColumn, chosen: readonly string[]): Prisma.Sql[] {
  if (chosen.length === 0) return [];
  const wanted = chosen.flatMap((value) => named[value] ?? []);
  const isIn =
    wanted.length > 0 ? [sql`${column} IN (${Prisma.join(wanted.map((raw) => sql`${raw}::text`))})`] : [];
  const isOther = wanted.length < chosen.length ? [other] : [];
  return [sql`(${Prisma.join([...isIn, ...isOther], " OR ")})`];
}
