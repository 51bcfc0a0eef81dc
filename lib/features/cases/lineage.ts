import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { withinScope } from "#lib/auth/scope.ts";
import type { Db } from "#lib/db/client.ts";
import { type Answer, comparedOf } from "./answers.ts";
import { rawOfValidation } from "./raw.ts";

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

type Of = { number: number; reverificationId: string | null };

/** The 1:1 that opened the case and those that were started from inside it, each beside the answer before it. */
export async function listAnswers(
  db: Db,
  actor: Actor,
  { number, reverificationId }: Of,
  opening: Answer | null,
) {
  const found = await db.reverification.findMany({
    where: {
      OR: [{ caseNumber: number }, ...(reverificationId ? [{ id: reverificationId }] : [])],
      ...withinScope(actor),
    },
    select: { ...SHOWN, answer: true, startedBy: { select: { id: true, name: true } } },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take: ANSWERS_MAX,
  });
  const asked = found.map(({ answer, ...row }) => ({ ...row, raw: rawOfValidation(answer) }));
  return comparedOf(asked, reverificationId === null ? opening : null);
}
export type CaseAnswer = Awaited<ReturnType<typeof listAnswers>>[number];

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
