import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addNote } from "#lib/features/cases/notes.ts";
import { approveCase, decideCase, releaseCase, takeCase } from "#lib/features/cases/service.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { deskOver, NOTE } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, read, eventsOf, auditsOf, decideAs, decided, many } = deskOver(() => world.db);

describe("one decision", () => {
  it("of 64 analysts who take and decide at once one wins, and 63 are told who", async () => {
    const { number } = await aCase(world.db);
    const analysts = await many(64);
    const results = await Promise.all(
      analysts.map(async (ctx) => {
        const taken = await takeCase(ctx, { number, version: 1 });
        if (!taken.ok) return taken;
        return decideCase(ctx, {
          number,
          version: 2,
          decision: "inconclusive",
          reasons: ["poor_photo"],
          note: NOTE,
        });
      }),
    );
    const won = results.flatMap((result, i) => (result.ok ? [analysts[i]?.actor] : []));
    expect(won).toHaveLength(1);
    const told = results.flatMap((result) =>
      !result.ok && "by" in result.failure ? [result.failure.by] : [],
    );
    expect(told).toEqual(Array(63).fill(won[0]?.name));
    expect(await read(number)).toMatchObject({ status: "closed", decidedById: won[0]?.id, version: 3 });
    expect(await eventsOf(number, "decided")).toBe(1);
    expect(await auditsOf(number)).toEqual(["case.take", "case.decide"]);
  });

  it("of 64 forms of its holder, each deciding otherwise, one is kept and 63 are told when", async () => {
    const { number } = await aCase(world.db);
    const holder = await staff();
    await takeCase(holder, { number, version: 1 });
    const decisions = ["false_positive", "inconclusive", "confirmed_fraud"] as const;
    const results = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        decideCase(holder, {
          number,
          version: 2,
          decision: decisions[i % 3] ?? "inconclusive",
          reasons: ["poor_photo"],
          note: `${NOTE} ${i}`,
        }),
      ),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    for (const result of results)
      if (!result.ok)
        expect(result.failure).toMatchObject({
          code: "case_changed",
          kind: "decided",
          by: holder.actor.name,
        });
    const winner = results.findIndex(({ ok }) => ok);
    expect((await read(number)).decision).toBe(decisions[winner % 3]);
    expect(await eventsOf(number, "decided")).toBe(1);
  });

  it("of 64 approvers at once one approves, and 63 are told who and when", async () => {
    const { number, version } = await decided("confirmed_fraud");
    const approvers = await many(64);
    const results = await Promise.all(
      approvers.map((ctx) => approveCase(ctx, { number, version, note: "" })),
    );
    const won = results.flatMap(({ ok }, i) => (ok ? [approvers[i]?.actor] : []));
    expect(won).toHaveLength(1);
    const told = results.flatMap((result) => (result.ok ? [] : [result.failure]));
    expect(told).toHaveLength(63);
    for (const failure of told)
      expect(failure).toMatchObject({ code: "case_changed", kind: "approved", by: won[0]?.name });
    expect(await eventsOf(number, "approved")).toBe(1);
  });

  it("is not overwritten by a form drawn before it", async () => {
    const { number } = await aCase(world.db);
    const [first, second] = [await staff(), await staff()];
    await takeCase(first, { number, version: 1 });
    await decideAs(first, number, "false_positive");
    const late = await decideCase(second, {
      number,
      version: 1,
      decision: "confirmed_fraud",
      reasons: ["relative"],
      note: NOTE,
    });
    expect(late).toMatchObject({
      ok: false,
      failure: { code: "case_changed", kind: "decided", by: first.actor.name, at: expect.any(Date) },
    });
    expect(await read(number)).toMatchObject({ decision: "false_positive", reasons: ["faces_differ"] });
  });
  it("names who decided, not who left a note later", async () => {
    const { number, first } = await decided("false_positive");
    const other = await staff();
    await addNote(other, { number, note: "Depois da decisão." });
    const late = await releaseCase(other, { number, version: 1 });
    expect(late).toMatchObject({ failure: { kind: "decided", by: first.actor.name } });
  });
});
