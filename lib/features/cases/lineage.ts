import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import { signalsOf } from "#lib/features/processes/rules.ts";
import { type Answer, comparedOf, UNSAID } from "./answers.ts";
import { rawOfProcess, rawOfValidation } from "./raw.ts";

/** Our policy: more of each than anybody reads on one screen. */
const ANSWERS_MAX = 20;
const CHILDREN_MAX = 10;
const PROCESSES_MAX = 5;

const SHOWN = {
  id: true,
  number: true,
  startedAt: true,
  state: true,
  outcome: true,
  fraudsters: true,
  biometry: true,
  liveness: true,
} as const;

const COMPARED = {
  ...SHOWN,
  answer: true,
  startedBy: { select: { id: true, name: true } },
} as const;

type Sources = { reverificationId: string | null; processId: string | null };
type Of = Sources & { number: number };

/** The 1:1 that opened the case and those that were started from inside it, each beside the answer before it. */
export async function listAnswers(db: Db, actor: Actor, found: Of) {
  const opened = await findOpened(db, found);
  const own = [found.reverificationId, opened.reverificationId].flatMap((id) => id ?? []);
  const where = { OR: [{ caseNumber: found.number }, { id: { in: own } }], ...withinScope(actor) };
  const newest = [{ startedAt: "desc" }, { id: "desc" }] as const;
  const rows = await db.reverification.findMany({
    where,
    select: COMPARED,
    orderBy: [...newest],
    take: ANSWERS_MAX,
  });
  const oldest = rows.length === ANSWERS_MAX ? rows.at(-1) : undefined;
  // Not shown: what the oldest shown stands beside.
  const before = oldest && {
    id: { notIn: rows.map(({ id }) => id) },
    startedAt: { lte: oldest.startedAt },
    state: "completed" as const,
    outcome: { notIn: [...UNSAID] },
  };
  const earlier = before
    ? await db.reverification.findFirst({
        where: { ...where, ...before },
        select: COMPARED,
        orderBy: [...newest],
      })
    : null;
  const asked = (earlier ? [...rows, earlier] : rows).map(({ answer, ...row }) => ({
    ...row,
    raw: rawOfValidation(answer),
  }));
  return comparedOf(asked, await readOpening(db, opened)).filter(({ id }) => id !== earlier?.id);
}
export type CaseAnswer = Awaited<ReturnType<typeof listAnswers>>[number];

/** What opened the case: a graver signal that joined it stands in its facts since. */
async function findOpened(db: Db, found: Of): Promise<Sources> {
  const [opened] = await db.$queryRaw<Sources[]>`
    SELECT detail ->> 'reverificationId' AS "reverificationId", detail ->> 'processId' AS "processId"
    FROM case_event WHERE case_number = ${found.number} AND kind = 'opened' ORDER BY id LIMIT 1`;
  return opened ?? found;
}

/** What the process said that opened the case; null where a 1:1 did, which is among the answers itself. */
async function readOpening(db: Db, { reverificationId, processId }: Sources): Promise<Answer | null> {
  if (reverificationId !== null || processId === null) return null;
  const process = await db.process.findUnique({
    where: { id: processId },
    select: { fraudsters: true, liveness: true, score: true },
  });
  return process && { ...signalsOf(process), raw: rawOfProcess(process) };
}

/** Where the reference of a case comes from, and everything that was compared with it. */
export async function readLineage(db: Db, actor: Actor, referenceId: string | null) {
  if (referenceId === null) return null;
  const within = withinScope(actor);
  const [reference, processes, source, children, count] = await Promise.all([
    db.referenceProcess.findFirst({
      where: { id: referenceId, ...within },
      select: { id: true, origin: true, enrolledAt: true, createdAt: true },
    }),
    db.process.findMany({
      where: { authenticationId: referenceId },
      select: { id: true, score: true, lastSeenAt: true },
      orderBy: { lastSeenAt: "desc" },
      take: PROCESSES_MAX,
    }),
    db.reverification.findFirst({
      where: { unicoProcessId: referenceId, ...within },
      select: { id: true, number: true, startedAt: true },
    }),
    db.reverification.findMany({
      where: { referenceId, ...within },
      select: { ...SHOWN, opened: { select: { number: true }, orderBy: { number: "asc" }, take: 1 } },
      orderBy: [{ startedAt: "desc" }, { id: "desc" }],
      take: CHILDREN_MAX,
    }),
    db.reverification.count({ where: { referenceId, ...within }, take: 1_000 }),
  ]);
  return { referenceId, reference, processes, source, children, more: count - children.length };
}
export type Lineage = NonNullable<Awaited<ReturnType<typeof readLineage>>>;
