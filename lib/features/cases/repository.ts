import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { scopeOf, withinScope } from "#lib/auth/scope.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import { type CaseEventKind, Prisma } from "#lib/db/generated/client.ts";
import { SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import { inBranches } from "#lib/table/query.ts";

const PERSON = { select: { id: true, name: true } } as const;

export const LIST_COLUMNS = {
  number: true,
  status: true,
  priority: true,
  rule: true,
  ruleName: true,
  fraudsters: true,
  biometry: true,
  liveness: true,
  score: true,
  outcome: true,
  openedAt: true,
  dueAt: true,
  closedAt: true,
  decision: true,
  tags: true,
  assignee: PERSON,
  subject: { select: SUBJECT_COLUMNS },
} as const;

export const listByNumbers = (db: Db, numbers: readonly number[]) =>
  db.case.findMany({ where: { number: { in: [...numbers] } }, select: LIST_COLUMNS });

/** What rules and writes look at. */
export const findFacts = (db: Db, actor: Actor, number: number) =>
  db.case.findUnique({
    where: { number, ...withinScope(actor) },
    select: {
      number: true,
      status: true,
      version: true,
      assigneeId: true,
      leaseUntil: true,
      decidedById: true,
      decidedAt: true,
      approvedById: true,
      decision: true,
      assignee: PERSON,
      firstTouchedAt: true,
      subsidiaryId: true,
      priority: true,
      openedAt: true,
      dueAt: true,
      pausedMs: true,
      waitingSince: true,
      closedAt: true,
    },
  });

export const findBranch = (db: Db, actor: Actor, number: number) =>
  db.case.findUnique({ where: { number, ...withinScope(actor) }, select: { subsidiaryId: true } });

/** Nobody reads further back on one screen. */
const TIMELINE_MAX = 300;

export const findWhole = (db: Db, actor: Actor, number: number) =>
  db.case.findUnique({
    where: { number, ...withinScope(actor) },
    select: {
      ...LIST_COLUMNS,
      version: true,
      leaseUntil: true,
      origin: true,
      reasons: true,
      decidedAt: true,
      approvedAt: true,
      subjectId: true,
      subsidiaryId: true,
      referenceId: true,
      reverificationId: true,
      processId: true,
      decidedBy: PERSON,
      approvedBy: PERSON,
      subsidiary: { select: { name: true } },
      reverification: {
        select: {
          id: true,
          number: true,
          startedAt: true,
          unicoProcessId: true,
          capture: true,
          selfieKey: true,
          answer: true,
          referenceId: true,
        },
      },
      process: { select: { id: true, lastSeenAt: true, fraudsters: true, liveness: true } },
      events: {
        select: {
          id: true,
          at: true,
          kind: true,
          note: true,
          detail: true,
          actor: PERSON,
          edits: { select: { at: true, note: true }, orderBy: { place: "asc" } },
          mentions: { select: { user: { select: { id: true, name: true, email: true } } } },
        },
        orderBy: [{ at: "desc" }, { id: "desc" }],
        take: TIMELINE_MAX,
      },
    },
  });

/** Everything else that is known of the same person, newest first. */
export const listOfSubject = (db: Db, actor: Actor, subjectId: string, take: number) =>
  Promise.all([
    db.case.findMany({
      where: { subjectId, ...withinScope(actor) },
      select: LIST_COLUMNS,
      orderBy: { number: "desc" },
      take,
    }),
    db.reverification.findMany({
      where: { subjectId, ...withinScope(actor) },
      select: {
        id: true,
        number: true,
        startedAt: true,
        state: true,
        outcome: true,
        fraudsters: true,
        biometry: true,
        liveness: true,
      },
      orderBy: { id: "desc" },
      take,
    }),
    db.process.findMany({
      where: { subjectId },
      select: { id: true, outcome: true, score: true, lastSeenAt: true },
      orderBy: { lastSeenAt: "desc" },
      take,
    }),
    db.referenceProcess.findMany({
      where: { subjectId, ...withinScope(actor) },
      select: { id: true, origin: true, enrolledAt: true, createdAt: true },
      orderBy: { createdAt: "desc" },
      take,
    }),
  ]);

/** True when the case was still at `version`; the database counts it up and refuses anything else. */
export async function update(
  db: Db,
  number: number,
  version: number,
  data: Prisma.CaseUncheckedUpdateManyInput,
  where: Prisma.CaseWhereInput = {},
): Promise<boolean> {
  const { count } = await db.case.updateMany({
    where: { ...where, number, version },
    data: { ...data, version: version + 1 },
  });
  return count === 1;
}

type NewEvent = {
  caseNumber: number;
  at: Date;
  actorId: string | null;
  kind: CaseEventKind;
  note?: string | null;
  detail?: Prisma.InputJsonObject;
};
export const insertEvent = (db: Db, event: NewEvent) =>
  db.caseEvent.create({ data: event, select: { id: true } });

/** The statement that writes a note, for a statement that tells of it too. */
export const noteStep = ({
  caseNumber,
  at,
  actorId,
  note,
}: Omit<NewEvent, "kind" | "detail">): Prisma.Sql => Prisma.sql`
  INSERT INTO case_event (case_number, at, actor_id, kind, note)
  VALUES (${caseNumber}, ${at}::timestamptz, ${actorId}::uuid, 'noted', ${note}) RETURNING id`;

/** What no form that was drawn before is stale for. */
const CHANGES_NOTHING = ["noted", "tagged", "untagged", "attached", "detached"] as const;

/** Who changed it last, told to whoever came second. */
export const findLastEvent = (db: Db, caseNumber: number) =>
  db.caseEvent.findFirst({
    where: { caseNumber, kind: { notIn: [...CHANGES_NOTHING] } },
    select: { at: true, kind: true, actor: PERSON },
    orderBy: { id: "desc" },
  });

/** A sign of life of whoever holds the case; it counts up no version. */
export const renewLease = (db: Db, number: number, assigneeId: string, leaseUntil: Date) =>
  db.case.updateMany({ where: { number, assigneeId, status: "in_review" }, data: { leaseUntil } });

/** The open case of the same person and rule; null where it is none of the actor's branches. */
export async function findOpenTwin(db: Db, actor: Actor, number: number): Promise<number | null> {
  const { subjectId, rule } = await db.case.findUniqueOrThrow({
    where: { number, ...withinScope(actor) },
    select: { subjectId: true, rule: true },
  });
  const twin = await db.case.findFirst({
    where: { subjectId, rule, status: { not: "closed" }, number: { not: number }, ...withinScope(actor) },
    select: { number: true },
  });
  return twin?.number ?? null;
}

/** The most due case that nobody else has, locked; another taker at the same moment gets the one after it. */
export async function lockNextDue(tx: Tx, actor: Extract<Actor, { kind: "user" }>): Promise<NextDue | null> {
  const where = [
    Prisma.sql`status = 'open' AND (assignee_id IS NULL OR assignee_id = ${actor.id}::uuid)`,
    ...inBranches(Prisma.sql`subsidiary_id`, scopeOf(actor)),
  ];
  const rows = await tx.$queryRaw<NextDue[]>`
    SELECT number, version, first_touched_at AS "firstTouchedAt" FROM "case"
    WHERE ${Prisma.join(where, " AND ")} ORDER BY due_at, number LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return rows[0] ?? null;
}

type NextDue = { number: number; version: number; firstTouchedAt: Date | null };

/** Cases whose holder gave no sign for too long. */
export const listIdle = (db: Db, now: Date, take: number) =>
  db.case.findMany({
    where: { status: "in_review", leaseUntil: { lt: now } },
    select: { number: true, version: true, assigneeId: true },
    take,
  });
