import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import type { HoldReason, RetentionClass } from "./schema.ts";

export type Setting = { class: RetentionClass; days: number; version: number };

/** Locked until the transaction ends, so that two forms are taken one after the other. */
export const lockSettings = (tx: Tx): Promise<Setting[]> =>
  tx.$queryRaw<Setting[]>`SELECT class::text, days, version FROM retention_setting ORDER BY class FOR UPDATE`;

export const listSettings = (db: Db) =>
  db.retentionSetting.findMany({
    orderBy: { class: "asc" },
    select: {
      class: true,
      days: true,
      version: true,
      changedAt: true,
      changedBy: { select: { name: true } },
    },
  });

export async function daysOf(db: Db, of: RetentionClass): Promise<number> {
  const row = await db.retentionSetting.findUniqueOrThrow({ where: { class: of }, select: { days: true } });
  return row.days;
}

export const saveSetting = (tx: Tx, of: RetentionClass, days: number, changedById: string, changedAt: Date) =>
  tx.retentionSetting.update({
    where: { class: of },
    data: { days, changedById, changedAt, version: { increment: 1 } },
    select: { class: true },
  });

const HOLD = {
  id: true,
  subjectId: true,
  reason: true,
  setAt: true,
  setBy: { select: { name: true } },
} as const;

export const listHolds = (db: Db, take: number) =>
  db.legalHold.findMany({
    where: { liftedAt: null },
    orderBy: { setAt: "desc" },
    take,
    select: { ...HOLD, subject: { select: SUBJECT_COLUMNS } },
  });

export const countHolds = (db: Db): Promise<number> => db.legalHold.count({ where: { liftedAt: null } });

export const findHoldOn = (db: Db, subjectId: string) =>
  db.legalHold.findFirst({ where: { subjectId, liftedAt: null }, select: HOLD });

/** Null where one stands already. */
export async function insertHold(
  tx: Tx,
  hold: { subjectId: string; reason: HoldReason; setAt: Date; setById: string },
): Promise<string | null> {
  const [made] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO legal_hold (subject_id, reason, set_at, set_by_id)
    VALUES (${hold.subjectId}::uuid, ${hold.reason}::hold_reason, ${hold.setAt}::timestamptz, ${hold.setById}::uuid)
    ON CONFLICT (subject_id) WHERE lifted_at IS NULL DO NOTHING RETURNING id`;
  return made?.id ?? null;
}

/** Whose it was; null where it was lifted already. */
export async function liftHold(
  tx: Tx,
  id: string,
  liftedById: string,
  liftedAt: Date,
): Promise<string | null> {
  const [lifted] = await tx.$queryRaw<{ subjectId: string }[]>`
    UPDATE legal_hold SET lifted_at = ${liftedAt}::timestamptz, lifted_by_id = ${liftedById}::uuid
    WHERE id = ${id}::uuid AND lifted_at IS NULL RETURNING subject_id AS "subjectId"`;
  return lifted?.subjectId ?? null;
}

/** The run that was begun and not ended, or a new one. */
export async function beginRun(db: Db, at: Date): Promise<string> {
  const [made] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO retention_run (started_at) VALUES (${at}::timestamptz)
    ON CONFLICT ((true)) WHERE finished_at IS NULL DO NOTHING RETURNING id`;
  if (made) return made.id;
  return (await db.retentionRun.findFirstOrThrow({ where: { finishedAt: null }, select: { id: true } })).id;
}

type Removed = "selfies" | "snapshots" | "answers" | "cases";

export const addRemoved = (db: Db, id: string, of: Removed, count: number) =>
  db.retentionRun.update({ where: { id }, data: { [of]: { increment: count } }, select: { id: true } });

export async function endRun(tx: Tx, id: string, auditPast: number, finishedAt: Date) {
  const { count } = await tx.retentionRun.updateMany({
    where: { id, finishedAt: null },
    data: { auditPast, finishedAt },
  });
  const run = await tx.retentionRun.findUniqueOrThrow({ where: { id } });
  return { ...run, isOurs: count === 1 };
}

export const listRuns = (db: Db, take: number) =>
  db.retentionRun.findMany({ orderBy: { startedAt: "desc" }, take });

type Purge = "snapshots" | "answers" | "cases";

/** Removes one batch by the database's own function; how many it was. */
export async function purge(tx: Tx, of: Purge, batch: number): Promise<number> {
  const [row] = await PURGES[of](tx, batch);
  return row?.removed ?? 0;
}

type Counted = { removed: number }[];
const PURGES: Record<Purge, (tx: Tx, batch: number) => Promise<Counted>> = {
  snapshots: (tx, batch) => tx.$queryRaw<Counted>`SELECT purge_snapshots(${batch}::integer) AS removed`,
  answers: (tx, batch) => tx.$queryRaw<Counted>`SELECT purge_answers(${batch}::integer) AS removed`,
  cases: (tx, batch) => tx.$queryRaw<Counted>`SELECT purge_cases(${batch}::integer) AS removed`,
};

export const listSelfiesPast = (db: Db, batch: number) =>
  db.$queryRaw<{ id: string; selfieKey: string }[]>`
    SELECT id, selfie_key AS "selfieKey" FROM selfies_past(${batch}::integer)`;

/** 0 where another run did it meanwhile. */
export const forgetSelfie = (db: Db, id: string, selfieKey: string) =>
  db.$executeRaw`UPDATE reverification SET selfie_key = NULL WHERE id = ${id}::uuid AND selfie_key = ${selfieKey}`;

export async function countAuditPast(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM audit_event WHERE at < retained_since('audit')`;
  return Number(row?.count ?? 0);
}
