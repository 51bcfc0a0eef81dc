import type { Prisma } from "#lib/db/generated/client.ts";

export type RawAttempt = { reverificationId: string; startedAt: Date; finishedAt: Date; verdict: string };
type Shape = { before: "busy" | "unknown" | null; tookMs: number };
type Row = Prisma.ReverificationCreateManyInput & { id: string };

/** What was never answered a person settled, hours later. */
export function attemptsOf({ before, tookMs }: Shape, { id, state, sentAt }: Row): RawAttempt[] {
  if (!(sentAt instanceof Date)) return [];
  const after = (ms: number) => new Date(sentAt.getTime() + ms);
  const first = before && { startedAt: sentAt, finishedAt: after(11), verdict: before };
  const answered = { startedAt: after(20), finishedAt: after(20 + tookMs), verdict: "done" };
  const isAnswered = state === "completed" && before !== "unknown";
  return [...(first ? [first] : []), ...(isAnswered ? [answered] : [])].map((attempt) => ({
    reverificationId: id,
    ...attempt,
  }));
}
