import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BoardOverview } from "#app/(staff)/overview/board.tsx";
import type { Given } from "#app/(staff)/overview/given.ts";
import { OwnWork } from "#app/(staff)/overview/own-work.tsx";
import { Forbidden } from "#lib/auth/roles.ts";
import { listCases } from "#lib/features/cases/reading.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { readKeyAges } from "#lib/features/overview/keys.ts";
import { BOARD, BOARD_FIGURES, OWN, OWN_FIGURES } from "#lib/features/overview/rules.ts";
import { readBoard, readConnections, readOwnWork } from "#lib/features/overview/service.ts";
import { formatterFor } from "#lib/format.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { dayOf } from "#lib/time.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aReverification, aSubject } from "#tests/support/factories.ts";

const HOUR_MS = 3_600_000;

let world: World;
let manager: UserCtx;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  [manager, analyst] = [await ctxFor(world.db, "manager"), await ctxFor(world.db, "analyst")];
  const dueIn = (hours: number) => ({
    openedAt: new Date(Date.now() - 10 * HOUR_MS),
    dueAt: new Date(Date.now() + hours * HOUR_MS),
  });
  const held = { status: "in_review", assigneeId: analyst.actor.id } as const;
  const decided = {
    decision: "confirmed_fraud" as const,
    reasons: ["faces_differ"],
    decidedById: analyst.actor.id,
    decidedAt: new Date(),
  };
  await aCase(world.db, dueIn(-1));
  await aCase(world.db, { ...dueIn(0.5), priority: "urgent" });
  await aCase(world.db, { ...dueIn(3), ...held });
  await aCase(world.db, { ...dueIn(-2), ...held });
  await aCase(world.db, { ...dueIn(30), status: "escalated" });
  await aCase(world.db, { ...dueIn(30), status: "awaiting_approval", ...decided });
  await aCase(world.db, {
    ...dueIn(-9),
    ...decided,
    status: "closed",
    approvedById: manager.actor.id,
    approvedAt: new Date(),
    closedAt: new Date(),
  });
  const mine = { startedById: analyst.actor.id };
  await aReverification(world.db, mine);
  await aReverification(world.db, { ...mine, state: "unknown", failure: "unknown_reset", outcome: null });
});
afterAll(() => world.end());

const shownBy = async (ctx: UserCtx, filter: object) =>
  (await listCases(ctx, { ...caseTable.parse({}), ...filter })).rows.length;

describe("the manager's board", () => {
  it("counts what the link of each figure shows", async () => {
    const { figures } = await readBoard(manager);
    for (const name of BOARD_FIGURES)
      expect([name, figures[name].count]).toEqual([name, await shownBy(manager, BOARD[name])]);
    expect(Object.values(figures).map(({ count }) => count)).toEqual([6, 2, 3, 4, 4, 1, 1, 1]);
  });
  it("tells how the paid call does, and of nobody who did none", async () => {
    expect((await readBoard(manager)).unico).toEqual({ health: "quiet", calls: 0, failures: 0, p50Ms: null });
    const at = new Date();
    await world.db.unicoCall.createMany({
      data: [300, 900, 1_500].map((durationMs) => ({
        at,
        host: "id",
        endpoint: "create_process",
        verdict: "done",
        httpStatus: 200,
        durationMs,
      })),
    });
    expect((await readBoard(manager)).unico).toEqual({ health: "good", calls: 3, failures: 0, p50Ms: 900 });
  });
  it("tells the load of everybody who works cases, those with most first", async () => {
    const { load, shares, oldest, next } = await readBoard(manager);
    expect(load).toEqual([
      { id: analyst.actor.id, name: analyst.actor.name, open: 2, overdue: 1, doneToday: 1 },
      { id: manager.actor.id, name: manager.actor.name, open: 0, overdue: 0, doneToday: 0 },
    ]);
    expect(shares.reduce((sum, { count }) => sum + count, 0)).toBe(6);
    expect(oldest?.number).toBe(10_001);
    // What waits for a second person is nobody's next.
    expect(next).toHaveLength(5);
    expect(next.map(({ status }) => status)).not.toContain("awaiting_approval");
  });
});

describe("an analyst's own work", () => {
  it("is theirs, by due time, with what nobody has behind it", async () => {
    const work = await readOwnWork(analyst);
    for (const name of OWN_FIGURES)
      expect([name, work.figures[name].count]).toEqual([name, await shownBy(analyst, OWN[name])]);
    expect(work.own.map(({ number }) => number)).toEqual([10_004, 10_003]);
    expect(work.next.map(({ number }) => number)).toEqual([10_001, 10_002]);
    expect(work.reverifications.map(({ state }) => state)).toEqual(["unknown", "completed"]);
  });
});

describe("an administrator's connections", () => {
  it("hold counts and times, and nobody's data", async () => {
    const person = await aSubject(world.db, { name: "Lúcia Ferraz" });
    await aReverification(world.db, { startedById: analyst.actor.id, subjectId: person.id });
    const admin = await ctxFor(world.db, "admin");
    const read = await readConnections(admin);
    expect(read.readiness.database).toBe("up");
    expect(read.sessions).toBe(3);
    expect(JSON.stringify(read)).not.toContain("Lúcia");
    expect(read.queues).toEqual({ waiting: 0, oldestMs: 0, running: 0, failed: 0 });
  });

  it("tells since when each key is in use: since the turn to it, or since the first day", async () => {
    const day = (of: number) => new Date(Date.UTC(2026, 0, of));
    const { vault } = manager;
    const ages = (given: Partial<typeof vault> = {}) =>
      readKeyAges({ db: world.db, vault: { ...vault, ...given } });
    expect(await ages()).toMatchObject({ data: { id: vault.newest, since: null }, log: null });
    // The last four blocks are under another key than the first nine.
    const blocks = Array.from({ length: 13 }, (_, i) => ({
      number: BigInt(i + 1),
      previous: Buffer.alloc(32),
      root: Buffer.alloc(32),
      head: Buffer.alloc(32),
      signature: Buffer.alloc(64),
      count: 1,
      total: BigInt(i + 1),
      xidFrom: BigInt(i),
      xidUntil: BigInt(i + 1),
      sealedAt: day(i + 1),
      keyId: i < 9 ? "old" : "new",
    }));
    await world.db.auditBlock.createMany({ data: blocks.slice(0, 9) });
    expect(await ages()).toMatchObject({
      data: { since: day(1) },
      index: { since: day(1) },
      log: { id: "old", since: day(1) },
    });
    await world.db.auditBlock.createMany({ data: blocks.slice(9) });
    expect((await ages()).log).toEqual({ id: "new", since: day(10) });
    // A key that is put in front of another is not in use before the night turns to it.
    const fresh = { newest: "fresh", keyIds: ["fresh", vault.newest] };
    expect((await ages(fresh)).data).toEqual({ id: "fresh", since: null });
    await world.db.keyRotation.create({ data: { keyId: "fresh", startedAt: day(20) } });
    expect((await ages(fresh)).data).toEqual({ id: "fresh", since: day(20) });
  });
});

const givenIn = (ctx: UserCtx, locale: Locale): Given => ({
  ctx,
  o: translatorFor(locale, "overview"),
  t: translatorFor(locale, "cases"),
  verdicts: translatorFor(locale, "verdicts"),
  tableWords: translatorFor(locale, "table"),
  reverifications: translatorFor(locale, "reverifications"),
  exports: translatorFor(locale, "exports"),
  format: formatterFor(locale),
  now: ctx.now(),
});

describe.each(LOCALES)("on the screen, in %s", (locale) => {
  const o = translatorFor(locale, "overview");

  it("the board leads from every figure to the rows behind it", async () => {
    const markup = renderToStaticMarkup(
      await BoardOverview({
        given: givenIn(manager, locale),
        audit: translatorFor(locale, "audit"),
        privacy: translatorFor(locale, "privacy"),
      }),
    );
    expect(markup).toContain(`<h1 class="text-xl font-semibold">${o("title")}</h1>`);
    for (const href of [
      "/cases?due=overdue",
      "/cases?status=awaiting_approval",
      "/reverifications?state=unknown",
      `/cases?assignee=${analyst.actor.id}&amp;due=overdue`,
      `/cases?closedFrom=${dayOf(new Date())}&amp;decidedBy=${analyst.actor.id}`,
      "/reports?period=today",
    ])
      expect(markup).toContain(`href="${href}"`);
    expect(markup).not.toMatch(/undefined|NaN|\[object/);
  });

  it("an analyst has their work, and the way to more", async () => {
    const markup = renderToStaticMarkup(await OwnWork({ given: givenIn(analyst, locale) }));
    for (const title of [o("ownCases"), o("nextDue"), o("lastReverifications")])
      expect(markup).toContain(title);
    expect(markup).toContain(translatorFor(locale, "cases")("takeNext"));
    expect(markup).toContain('href="/cases/10004"');
    expect(markup.replace(/<script.*?<\/script>/gs, "")).not.toMatch(/undefined|NaN|\[object/);
  });
});

it.each(LOCALES)(
  "tells whoever asked for a file what became of it, and the way there, in %s",
  async (locale) => {
    const ctx = await ctxFor(world.db, "manager");
    const words = { audit: translatorFor(locale, "audit"), privacy: translatorFor(locale, "privacy") };
    const drawn = async () =>
      renderToStaticMarkup(await BoardOverview({ given: givenIn(ctx, locale), ...words }));
    const said = translatorFor(locale, "exports")("notice.failed", { count: 1 });
    expect(await drawn()).not.toContain(said);
    const failed = { state: "failed", failure: "storage", endedAt: new Date() } as const;
    const file = { ownerId: ctx.actor.id, list: "cases", format: "csv", masked: true, direct: false };
    await world.db.export.create({ data: { ...file, ...failed } });
    expect(await drawn()).toContain(said);
    expect(await drawn()).toContain('href="/exports?state=failed&amp;by=me"');
  },
);

describe("each role", () => {
  it("reads its own overview alone", async () => {
    const [support, admin] = [await ctxFor(world.db, "support"), await ctxFor(world.db, "admin")];
    for (const ctx of [support, admin, analyst])
      await expect(readBoard(ctx)).rejects.toBeInstanceOf(Forbidden);
    for (const ctx of [support, admin]) await expect(readOwnWork(ctx)).rejects.toBeInstanceOf(Forbidden);
    for (const ctx of [support, analyst, manager])
      await expect(readConnections(ctx)).rejects.toBeInstanceOf(Forbidden);
  });
});

it("counts as overdue of a person what its link shows: what waits for the customer is not", async () => {
  const holder = await ctxFor(world.db, "analyst");
  const late = {
    openedAt: new Date(Date.now() - 10 * HOUR_MS),
    dueAt: new Date(Date.now() - HOUR_MS),
    assigneeId: holder.actor.id,
  };
  await aCase(world.db, { ...late, status: "waiting", waitingSince: new Date(Date.now() - 5 * HOUR_MS) });
  await aCase(world.db, { ...late, status: "in_review" });
  const { load } = await readBoard(manager);
  expect(load.find(({ id }) => id === holder.actor.id)).toMatchObject({ open: 2, overdue: 1 });
  expect(await shownBy(manager, { assignee: [holder.actor.id], ...BOARD.overdue })).toBe(1);
});
