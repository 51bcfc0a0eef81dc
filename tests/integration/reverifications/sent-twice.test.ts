import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { fail } from "#lib/result.ts";
import type { CreateInput } from "#lib/unico/write-body.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { auditOf } from "#tests/support/events.ts";
import { aCpf } from "#tests/support/factories.ts";
import {
  anAnalyst,
  anAttempt,
  answered,
  aStart,
  finished,
  idOf,
  letPass,
  wholeRow,
} from "#tests/support/reverifications.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const analyst = (answer?: (input: CreateInput) => unknown) => anAnalyst(world.db, answer);
const rowOf = (id: string) => wholeRow(world.db, id);

describe("one form", () => {
  it("sent fifty times at once is one re-verification and one call", async () => {
    const { ctx, calls } = await analyst(async () => {
      await sleep(50);
      return answered(finished(true, "inconclusive"));
    });
    const input = await aStart({ cpf: aCpf() });
    const all = await Promise.all(Array.from({ length: 50 }, () => startReverification(ctx, input)));
    expect(new Set(all.map(idOf)).size).toBe(1);
    expect(calls).toHaveLength(1);
    expect(await world.db.reverification.count({ where: { startedById: ctx.actor.id } })).toBe(1);
    expect(idOf(await startReverification(ctx, input))).toBe(all.map(idOf)[0]);
    expect(calls).toHaveLength(1);
  });

  it("in a second tab, while the first one's call is under way, is the same", async () => {
    const { ctx, calls } = await analyst(async () => {
      await sleep(50);
      return answered(finished(true, "inconclusive"));
    });
    const input = await aStart();
    const other = { ...input, idempotencyKey: crypto.randomUUID() };
    const both = await Promise.all([startReverification(ctx, input), startReverification(ctx, other)]);
    expect(new Set(both.map(idOf)).size).toBe(1);
    expect(calls).toHaveLength(1);
  });

  it("with something else in it is refused, and what it was stays", async () => {
    const { ctx, calls } = await analyst();
    const input = await aStart();
    await startReverification(ctx, input);
    const otherPicture = { ...(await aStart()), referenceId: input.referenceId };
    const others = [
      otherPicture,
      { ...input, referenceId: crypto.randomUUID() },
      { ...input, reason: "high_value" as const },
      { ...input, cpf: aCpf() },
    ];
    for (const other of others) {
      const again = { ...other, idempotencyKey: input.idempotencyKey };
      expect(await startReverification(ctx, again)).toEqual(fail({ code: "key_used" }));
    }
    expect(calls).toHaveLength(1);
  });

  it("of two people with the same key is two", async () => {
    const input = await aStart();
    const otherInput = { ...(await aStart()), idempotencyKey: input.idempotencyKey };
    const [one, other] = await Promise.all([analyst(), analyst()]);
    const ids = [await startReverification(one.ctx, input), await startReverification(other.ctx, otherInput)];
    expect(new Set(ids.map(idOf)).size).toBe(2);
  });
});

describe("the same picture and reference under another key", () => {
  const anew = (input: Awaited<ReturnType<typeof aStart>>) => ({
    ...input,
    idempotencyKey: crypto.randomUUID(),
  });

  it("within ten minutes asks first, naming the earlier one, and goes on when that is confirmed", async () => {
    const { ctx, calls } = await analyst();
    const input = await aStart();
    const id = idOf(await startReverification(ctx, input));
    const { number, startedAt } = await rowOf(id);
    const asked = await startReverification(ctx, anew(input));
    expect(asked).toEqual(
      fail({ code: "duplicate", earlier: { id, number, startedAt, state: "completed" } }),
    );
    const other = await startReverification(ctx, {
      ...anew(input),
      confirmedDuplicateOf: crypto.randomUUID(),
    });
    expect(other.ok).toBe(false);
    const second = idOf(await startReverification(ctx, { ...anew(input), confirmedDuplicateOf: id }));
    expect(second).not.toBe(id);
    expect(calls).toHaveLength(2);
    const [started] = await auditOf(world.db, second);
    expect(started?.detail).toMatchObject({ inSpiteOf: id });
  });

  it("asks colleagues as well, and nobody any more ten minutes later", async () => {
    const [one, other] = await Promise.all([analyst(), analyst()]);
    const input = await aStart();
    const id = idOf(await startReverification(one.ctx, input));
    // A process whose clock is an hour off asks all the same.
    const early = { ...other.ctx, now: () => new Date(Date.now() - 3_600_000) };
    const late = { ...other.ctx, now: () => new Date(Date.now() + 3_600_000) };
    for (const ctx of [other.ctx, early, late])
      expect((await startReverification(ctx, anew(input))).ok).toBe(false);
    await letPass(world.db, id, 601_000);
    expect((await startReverification(other.ctx, anew(input))).ok).toBe(true);
  });

  it.each([
    ["never left", { kind: "not_sent", why: "unreachable" }, true],
    ["was refused", { kind: "refused", unicoCode: "20507", httpStatus: 400 }, true],
    ["is unknown", { kind: "unknown", why: "timeout" }, false],
  ] as const)("after one that %s", async (_name, failure, isFree) => {
    const { ctx } = await analyst(() => fail({ ...failure, attempts: [anAttempt()] }));
    const input = await aStart();
    await startReverification(ctx, input);
    expect((await startReverification(ctx, anew(input))).ok).toBe(isFree);
  });
});

describe("an unknown one sent anew on purpose", () => {
  const lost = () =>
    analyst(() => fail({ kind: "unknown", why: "timeout", attempts: [anAttempt("unknown", null)] }));
  const another = (replaces: string, referenceId: string) => aStart({ replaces, referenceId });

  it("is a new intent that points to the old one, once, also with the same picture", async () => {
    const { ctx, calls } = await lost();
    const input = await aStart();
    const old = idOf(await startReverification(ctx, input));
    const again = { ...input, idempotencyKey: crypto.randomUUID(), replaces: old };
    const id = idOf(await startReverification(ctx, again));
    expect(await rowOf(id)).toMatchObject({ replacesId: old });
    expect(await rowOf(old)).toMatchObject({ state: "unknown" });
    expect(calls).toHaveLength(2);
    const twice = await startReverification(ctx, await another(old, input.referenceId));
    expect(twice).toEqual(fail({ code: "already_replaced" }));
  });

  it("by two people at once is sent by one of them", async () => {
    const { ctx, calls } = await lost();
    const { ctx: other } = await lost();
    const input = await aStart();
    const old = idOf(await startReverification(ctx, input));
    const both = [await another(old, input.referenceId), await another(old, input.referenceId)] as const;
    const ended = await Promise.all([
      startReverification(ctx, both[0]),
      startReverification({ ...other, unico: ctx.unico }, both[1]),
    ]);
    expect(ended.filter(({ ok }) => ok)).toHaveLength(1);
    expect(ended.find(({ ok }) => !ok)).toEqual(fail({ code: "already_replaced" }));
    expect(calls).toHaveLength(2);
  });

  it("is refused where there is nothing unknown, or where the reference is another", async () => {
    const { ctx } = await lost();
    const input = await aStart();
    const old = idOf(await startReverification(ctx, input));
    const elsewhere = await another(old, crypto.randomUUID());
    expect(await startReverification(ctx, elsewhere)).toEqual(fail({ code: "replaces_other_reference" }));
    const nothing = await another(crypto.randomUUID(), input.referenceId);
    expect(await startReverification(ctx, nothing)).toEqual(fail({ code: "replaces_unknown" }));
  });
});
