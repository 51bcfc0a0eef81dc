import "server-only";
import { assertCan, GRANTS, type Role } from "#lib/auth/roles.ts";
import { countCases, firstCases } from "#lib/features/cases/reading.ts";
import { readUnicoHealth } from "#lib/features/connections/board-health.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { readReadiness } from "#lib/features/health/service.ts";
import { countJobs } from "#lib/features/metrics/repository.ts";
import { countReverifications, listOwnReverifications } from "#lib/features/reverifications/reading.ts";
import { dayOf, startOfDay } from "#lib/time.ts";
import { readKeyAges } from "./keys.ts";
import * as overview from "./repository.ts";
import { BOARD, BOARD_FIGURES, named, OWN, OWN_FIGURES } from "./rules.ts";

const TAKE = 8;

/** The queue and its people, for whoever hands out the work. */
export async function readBoard(ctx: UserCtx) {
  assertCan(ctx.actor, "case:assign");
  const now = ctx.now();
  const filters = BOARD_FIGURES.map((figure) => BOARD[figure]);
  const roles = Object.keys(GRANTS["case:work"]) as Role[];
  const today = startOfDay(dayOf(now));
  const [counts, unknown, oldest, load, shares, next, unico] = await Promise.all([
    countCases(ctx, filters),
    countReverifications(ctx, [{ state: ["unknown"] }]),
    overview.findOldestOpen(ctx.readDb, ctx.actor),
    overview.listLoad(ctx.readDb, ctx.actor, roles, { now, today }),
    overview.countByStatusAndPriority(ctx.readDb, ctx.actor),
    firstCases(ctx, { status: ["open", "in_review", "escalated"], sort: "dueAt" }),
    readUnicoHealth(ctx.db, now),
  ]);
  return {
    figures: { ...named(BOARD_FIGURES, counts), ...named(["unknown"], unknown) },
    oldest,
    load,
    shares: shares.map(({ status, priority, _count: count }) => ({ status, priority, count })),
    next: next.rows.slice(0, TAKE),
    unico,
  };
}

export type Board = Awaited<ReturnType<typeof readBoard>>;

/** A person's own cases, what is due next, and what they started last. */
export async function readOwnWork(ctx: UserCtx) {
  assertCan(ctx.actor, "case:work");
  const [counts, own, next, reverifications] = await Promise.all([
    countCases(
      ctx,
      OWN_FIGURES.map((figure) => OWN[figure]),
    ),
    firstCases(ctx, { ...OWN.mine, sort: "dueAt" }),
    firstCases(ctx, { status: ["open"], assignee: ["none", "me"], sort: "dueAt" }),
    listOwnReverifications(ctx, TAKE),
  ]);
  return {
    figures: named(OWN_FIGURES, counts),
    own: own.rows.slice(0, TAKE),
    next: next.rows.slice(0, TAKE),
    reverifications,
  };
}

/** Jobs by how they stand, and how long the first of those that are due has been. */
async function readQueues({ db }: Pick<UserCtx, "db">) {
  const found = await countJobs(db);
  const of = (state: string) => found.find((row) => row.state === state);
  const count = (state: string) => Number(of(state)?.jobs ?? 0);
  const oldestMs = Math.max(0, (of("waiting")?.oldestS ?? 0) * 1000);
  return { waiting: count("waiting"), oldestMs, running: count("running"), failed: count("given_up") };
}

export type Queues = Awaited<ReturnType<typeof readQueues>>;

/** Whether the program's own parts are in order: counts and versions, nothing of a person. */
export async function readConnections(ctx: UserCtx) {
  assertCan(ctx.actor, "settings:manage");
  const now = ctx.now();
  const [readiness, version, auditToday, sessions, queues, keys] = await Promise.all([
    readReadiness(ctx.db, ctx.vault.indexKeys),
    overview.readServerVersion(ctx.db),
    overview.countAuditSince(ctx.db, startOfDay(dayOf(now))),
    overview.countLiveSessions(ctx.db, now),
    readQueues(ctx),
    readKeyAges(ctx),
  ]);
  return { readiness, version, auditToday, sessions, queues, keys };
}
