import "server-only";
import { assertCan, GRANTS, type Grant, type Role } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listSubsidiaries } from "#lib/features/subsidiaries/repository.ts";
import type { Reader } from "#lib/table/query.ts";
import { dayOf } from "#lib/time.ts";
import type { Asked } from "./asked.ts";
import { countAvoided } from "./avoided.ts";
import * as cases from "./case-figures.ts";
import { listPeople, listWork } from "./people-figures.ts";
import { cohortsOf, type Days, momentsOf, type Period, periodOf } from "./period.ts";
import { countAnswers, readAnswerTimes } from "./reverification-figures.ts";
import type { ReportFilter } from "./schema.ts";
import type { Words } from "./table-of.ts";
import { tablesOf } from "./tables.ts";
import { readDecisionTimes, readFirstTouch } from "./time-figures.ts";
import { countScores, listOddValues } from "./unico-figures.ts";
import { calendarOf, firstDay } from "./working-time.ts";

const DAY_MS = 86_400_000;

/** Whose own work alone a person may read: theirs, whoever the address names. */
export const personOf = (grant: Grant, actorId: string, { person }: ReportFilter): string | undefined =>
  grant === "own" ? actorId : person;

/** Who reads, from where, and when: a request's context, or a snapshot. */
export type ReportReader = Reader & Pick<UserCtx, "actor" | "now">;

/** All figures of some days. Those of the queue are of this moment, whichever days are asked for. */
export async function readFigures(ctx: ReportReader, filter: ReportFilter, days: Days) {
  const grant = assertCan(ctx.actor, "report:read");
  const now = ctx.now();
  const person = personOf(grant, ctx.actor.id, filter);
  const asked: Asked = { ...momentsOf(days), subsidiary: filter.subsidiary, person };
  // Nothing happened after tomorrow, whatever the address says.
  const lastDay = dayOf(new Date(Math.min(asked.until.getTime(), now.getTime() + DAY_MS)));
  const calendar = calendarOf(await firstDay(ctx.readDb, now), lastDay);
  // What Unico does for everybody, and processes of no branch, are no figure of a branch or a person.
  const isOfAll = grant === "full" && !person && !filter.subsidiary && scopeOf(ctx.actor) === null;
  const [answers, times, byDay, backlog, openBefore, dueMet, cohorts, reasons, pairs, reopened] =
    await Promise.all([
      countAnswers(ctx, asked),
      readAnswerTimes(ctx, asked),
      cases.countCaseDays(ctx, asked),
      cases.countBacklog(ctx, asked, now),
      cases.countOpenAt(ctx, asked, asked.from),
      cases.countDueMet(ctx, asked, now),
      cases.countCohorts(ctx, asked, cohortsOf(days)),
      cases.countReasons(ctx, asked),
      cases.countPairs(ctx, asked),
      cases.countReopened(ctx, asked),
    ]);
  const [firstTouch, decisions, work, avoided, scores, oddValues] = await Promise.all([
    readFirstTouch(ctx, asked, calendar),
    readDecisionTimes(ctx, asked, calendar),
    listWork(ctx, asked),
    countAvoided(ctx, asked),
    isOfAll ? countScores(ctx, asked) : null,
    isOfAll ? listOddValues(ctx, asked) : null,
  ]);
  return {
    days,
    answers,
    times,
    byDay,
    backlog,
    openBefore,
    dueMet,
    cohorts,
    reasons,
    pairs,
    reopened,
    firstTouch,
    decisions,
    work,
    avoided,
    scores,
    oddValues,
  };
}
export type Figures = Awaited<ReturnType<typeof readFigures>>;

export type Report = {
  at: Date;
  period: Period;
  filter: ReportFilter;
  /** Only one's own work is shown. */
  isOwn: boolean;
  now: Figures;
  before: Figures;
};

/** The branches and people that somebody may ask a report about; an analyst about nobody but themselves. */
export async function readChoices(ctx: UserCtx) {
  const isOwn = assertCan(ctx.actor, "report:read") === "own";
  const roles = Object.keys(GRANTS["case:work"]) as Role[];
  const [subsidiaries, people] = await Promise.all([
    listSubsidiaries(ctx.readDb, ctx.actor),
    isOwn ? [] : listPeople(ctx.readDb, ctx.actor, roles),
  ]);
  return { isOwn, subsidiaries, people };
}
export type Choices = Awaited<ReturnType<typeof readChoices>>;

/** All figures of a report as plain tables, for whatever is written from them: what the page shows, and nothing more. */
export async function readReportTables(
  ctx: ReportReader,
  given: ReportFilter,
  words: Words,
  price: number | null,
) {
  const report = await readReport(ctx, given);
  return { report, tables: tablesOf(report, words, price) };
}

/** The report of a period beside the one before it. */
export async function readReport(ctx: ReportReader, given: ReportFilter): Promise<Report> {
  const grant = assertCan(ctx.actor, "report:read");
  const period = periodOf(given, ctx.now());
  const filter = { ...given, person: personOf(grant, ctx.actor.id, given) };
  const [now, before] = await Promise.all([
    readFigures(ctx, filter, { from: period.from, to: period.to }),
    readFigures(ctx, filter, period.before),
  ]);
  return { at: ctx.now(), period, filter, isOwn: grant === "own", now, before };
}
