import "server-only";
import type { Db, Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
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

export type Removable =
  | "selfies"
  | "snapshots"
  | "answers"
  | "cases"
  | "lists"
  | "imports"
  | "sessions"
  | "links"
  | "tries";

export const addRemoved = (db: Db, id: string, of: Removable, count: number) =>
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

/** The last row that was looked at, removed or not: the next batch begins beyond it. */
export type Reached = { at: Date; key: string };
type Page = { batch: number; after: Reached | null };

type Purge = "snapshots" | "answers" | "cases";
type Purged = { removed: number; at: Date | null; key: string | null }[];

const pageOf = ({ batch, after }: Page) =>
  Prisma.sql`${batch}::integer, ${after?.at ?? null}::timestamptz, ${after?.key ?? null}::text`;
const PURGES: Record<Purge, (tx: Tx, page: Page) => Promise<Purged>> = {
  snapshots: (tx, page) => tx.$queryRaw<Purged>`
    SELECT removed, last_at AS at, last_key AS key FROM purge_snapshots(${pageOf(page)})`,
  answers: (tx, page) => tx.$queryRaw<Purged>`
    SELECT removed, last_at AS at, last_key AS key FROM purge_answers(${pageOf(page)})`,
  cases: (tx, page) => tx.$queryRaw<Purged>`
    SELECT removed, last_at AS at, last_key AS key FROM purge_cases(${pageOf(page)})`,
};

/** Looks at one batch by the database's own function; null where there was nothing more to look at. */
export async function purge(
  tx: Tx,
  of: Purge,
  page: Page,
): Promise<{ removed: number; reached: Reached } | null> {
  const [row] = await PURGES[of](tx, page);
  if (!row?.at || row.key === null) return null;
  return { removed: row.removed, reached: { at: row.at, key: row.key } };
}

export const listSelfiesPast = (db: Db, page: Page) =>
  db.$queryRaw<{ id: string; selfieKey: string; at: Date; isKept: boolean }[]>`
    SELECT id, selfie_key AS "selfieKey", at, is_kept AS "isKept" FROM selfies_past(${pageOf(page)})`;

type Trace = "sessions" | "links";
type Counted = { removed: number }[];
const TRACES: Record<Trace, (tx: Tx, batch: number, days: number) => Promise<Counted>> = {
  sessions: (tx, batch, days) =>
    tx.$queryRaw<Counted>`SELECT purge_sessions(${batch}::integer, ${days}::integer) AS removed`,
  links: (tx, batch, days) =>
    tx.$queryRaw<Counted>`SELECT purge_links(${batch}::integer, ${days}::integer) AS removed`,
};

type Ended = "lists" | "imports";
const OVER: Record<Ended, (tx: Tx, batch: number) => Promise<Counted>> = {
  lists: (tx, batch) => tx.$queryRaw<Counted>`SELECT purge_lists(${batch}::integer) AS removed`,
  imports: (tx, batch) => tx.$queryRaw<Counted>`SELECT purge_imports(${batch}::integer) AS removed`,
};

/** One batch of what ended before its days: lists of ids, or lines that an import refused. 0 where none is left. */
export async function purgeEnded(tx: Tx, of: Ended, batch: number): Promise<number> {
  const [row] = await OVER[of](tx, batch);
  return row?.removed ?? 0;
}

/** One batch of what was over that many days ago. */
export async function purgeTraces(tx: Tx, of: Trace, batch: number, days: number): Promise<number> {
  const [row] = await TRACES[of](tx, batch, days);
  return row?.removed ?? 0;
}

/** 0 where another run did it meanwhile. */
export const forgetSelfie = (db: Db, id: string, selfieKey: string) =>
  db.$executeRaw`UPDATE reverification SET selfie_key = NULL WHERE id = ${id}::uuid AND selfie_key = ${selfieKey}`;

export async function countAuditPast(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM audit_event WHERE at < retained_since('audit')`;
  return Number(row?.count ?? 0);
}
