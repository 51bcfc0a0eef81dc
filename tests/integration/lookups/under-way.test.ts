import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelList } from "#lib/features/lookups/asking.ts";
import { readList } from "#lib/features/lookups/reading.ts";
import { AT_ONCE, RUNNER_SILENT_AFTER_S, TRIED_FOR_MS } from "#lib/features/lookups/rules.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { ask, ids, listsOver, statesOf } from "./lists.ts";
import { sayingOf } from "./unico.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());
const { run, auditOf } = listsOver(() => world.db);

describe("a list under way", () => {
  it("goes on where a worker died, without asking again for what had ended", async () => {
    const support = await ctxFor(world.db, "support");
    const given = ids(40);
    const id = await ask(support, given.join("\n"));
    // The worker hangs in the middle, as one that was killed leaves it: claimed, with requests under way.
    const hanging = sayingOf(new Map(), (each) =>
      given.indexOf(each) < 20 ? Promise.resolve() : new Promise<never>(() => {}),
    );
    const stop = new AbortController();
    const first = run(hanging.unico, undefined, stop.signal);
    await expect.poll(async () => (await statesOf(support, id)).done, { timeout: 15_000 }).toBe(20);

    // While its worker says that it lives, nobody else works on it.
    const second = sayingOf();
    await run(second.unico);
    expect(second.asked).toEqual([]);
    await world.db.$executeRaw`
      UPDATE look_up_list SET runner_id = gen_random_uuid(),
        runner_seen_at = clock_timestamp() - make_interval(secs => ${RUNNER_SILENT_AFTER_S + 1}::integer)
      WHERE id = ${id}::uuid`;
    await run(second.unico);
    expect(second.asked.toSorted()).toEqual(given.slice(20).toSorted());
    expect(await statesOf(support, id)).toEqual({ done: 40 });
    stop.abort();
    await first;
  }, 30_000);

  it("is stopped by who asked, keeps what was looked up, and asks for nothing more", async () => {
    const support = await ctxFor(world.db, "support");
    const given = ids(30);
    const id = await ask(support, given.join("\n"));
    const gate = Promise.withResolvers<void>();
    const { unico, asked } = sayingOf(new Map(), (each) =>
      given.indexOf(each) < 10 ? Promise.resolve() : gate.promise,
    );
    const running = run(unico);
    await expect.poll(async () => (await statesOf(support, id)).done, { timeout: 15_000 }).toBe(10);
    // As many as may be under way: none is about to be asked for while the list is stopped.
    await expect.poll(() => asked.length, { timeout: 15_000 }).toBe(10 + AT_ONCE);
    expect(await cancelList(support, { list: id })).toEqual({ ok: true, value: { left: 20 } });
    expect(await cancelList(support, { list: id })).toEqual({ ok: false, failure: { code: "over" } });
    gate.resolve();
    await running;
    expect(asked).toHaveLength(10 + AT_ONCE);
    expect(await statesOf(support, id)).toEqual({ done: 10, cancelled: 20 });
    expect(await readList(support, id)).toMatchObject({ ending: "cancelled" });
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(["list.ask", "list.cancel"]);
  }, 30_000);

  it.each([
    ["unreachable", { kind: "not_sent", why: "unreachable" }],
    ["credentials", { kind: "refused", unicoCode: null, httpStatus: 403 }],
    ["busy", { kind: "not_sent", why: "busy" }],
  ] as const)("waits while Unico is %s, and goes on by itself", async (trouble, failure) => {
    const support = await ctxFor(world.db, "support");
    const given = ids(30);
    const id = await ask(support, given.join("\n"));
    const down = sayingOf(new Map(given.map((each) => [each, failure])));
    await run(down.unico);
    // Only those that were under way.
    expect(down.asked.length).toBeLessThanOrEqual(12);
    expect(await readList(support, id)).toMatchObject({ trouble, waiting: 30, endedAt: null });
    const back = sayingOf();
    await run(back.unico);
    expect(back.asked).toEqual([]);
    await world.db.lookUpList.update({ where: { id }, data: { resumeAt: new Date() }, select: { id: true } });
    await run(back.unico);
    expect(await statesOf(support, id)).toEqual({ done: 30 });
    expect(await readList(support, id)).toMatchObject({ trouble: null, ending: "finished" });
  });

  it("gives up after a day without Unico", async () => {
    const support = await ctxFor(world.db, "support");
    const given = ids(3);
    const id = await ask(support, given.join("\n"));
    const { unico } = sayingOf(
      new Map(given.map((each) => [each, { kind: "not_sent", why: "unreachable" }])),
    );
    await run(unico, () => new Date(Date.now() + TRIED_FOR_MS));
    expect(await statesOf(support, id)).toEqual({ failed: 3 });
    expect(await readList(support, id)).toMatchObject({ ending: "finished" });
  });

  it("tries a single id that fails three times, the others meanwhile", async () => {
    const support = await ctxFor(world.db, "support");
    const [bad = "", good = ""] = ids(2);
    const id = await ask(support, `${bad} ${good}`);
    const { unico, asked } = sayingOf(new Map([[bad, { kind: "unknown", why: "timeout" }]]));
    let laterMs = 0;
    for (let round = 0; round < 4; round += 1) {
      await run(unico, () => new Date(Date.now() + laterMs));
      laterMs += 200_000;
      await world.db.lookUpList.updateMany({ where: { id, endedAt: null }, data: { resumeAt: new Date() } });
    }
    expect(asked.filter((each) => each === bad)).toHaveLength(3);
    expect(asked.filter((each) => each === good)).toHaveLength(1);
    expect(await statesOf(support, id)).toEqual({ done: 1, failed: 1 });
    expect(await readList(support, id)).toMatchObject({ ending: "finished" });
  });

  it("ends where who asked may look nothing up any more", async () => {
    const support = await ctxFor(world.db, "support");
    const id = await ask(support, ids(3).join("\n"));
    await world.db.user.update({
      where: { id: support.actor.id },
      data: { role: "admin" },
      select: { id: true },
    });
    const { unico, asked } = sayingOf();
    await run(unico);
    expect(asked).toEqual([]);
    expect(await world.db.lookUpList.findUnique({ where: { id } })).toMatchObject({ ending: "not_allowed" });
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: "list.end", actorKind: "program" });
  });

  it("shares the turns with others: a short one is not kept waiting", async () => {
    const support = await ctxFor(world.db, "support");
    const long = await ask(support, ids(61).join("\n"));
    const short = await ask(support, ids(3).join("\n"));
    await run(sayingOf().unico);
    const [first, last] = await Promise.all([readList(support, short), readList(support, long)]);
    expect(first?.endedAt?.getTime()).toBeLessThan(last?.endedAt?.getTime() ?? 0);
  });
});
