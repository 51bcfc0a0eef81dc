import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import {
  confirmWord,
  readAgain,
  rejectWord,
  withdrawWord,
} from "#lib/features/reverifications/reconciling.ts";
import { fail } from "#lib/result.ts";
import { ctxFor } from "#tests/support/ctx.ts";
import { aReference, aReverification } from "#tests/support/factories.ts";
import { answering, asking, type Desk, NOTE, openDesk } from "#tests/support/reconciling.ts";
import { answered, finished } from "#tests/support/reverifications.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe("what the portal says", () => {
  it.each([
    ["absent", "portal_absent"],
    ["error", "portal_error"],
  ] as const)(
    "%s: ends it once a second person confirms, and every step is in the log",
    async (says, failure) => {
      const { id, reconciliationId } = await desk.aProposed({ says });
      expect((await desk.rowOf(id)).state).toBe("unknown");
      expect(await confirmWord(desk.second, { reconciliationId })).toEqual({
        ok: true,
        value: { id, came: "settled" },
      });
      const row = await desk.rowOf(id);
      expect(row).toMatchObject({ state: "failed", failure, outcome: null });
      expect(row.words).toMatchObject([
        {
          ending: "accepted",
          endedById: desk.second.actor.id,
          proposedById: desk.first.actor.id,
          note: NOTE,
        },
      ]);
      const events = await desk.actionsOf(id);
      expect(events).toMatchObject([
        {
          action: "reverification.propose",
          actorId: desk.first.actor.id,
          detail: { says, reconciliationId },
        },
        {
          action: "reverification.reconcile",
          actorId: desk.second.actor.id,
          detail: { says, reconciliationId },
        },
        {
          action: "reverification.settle",
          actorId: desk.second.actor.id,
          detail: { state: "failed", failure },
        },
      ]);
      expect(JSON.stringify(events)).not.toContain("Searched");
    },
  );

  it("a process: is read by its id at once, and only Unico's answer decides", async () => {
    const unicoProcessId = randomUUID();
    const { id, reconciliationId } = await desk.aProposed({ says: "process", unicoProcessId });
    const ctx = answering(desk.second, finished(false, "yes"));
    expect(await confirmWord(ctx, { reconciliationId })).toEqual({
      ok: true,
      value: { id, came: "settled" },
    });
    const row = await desk.rowOf(id);
    expect(row).toMatchObject({ state: "completed", outcome: "no_match_flagged", unicoProcessId });
    expect(row.opened).toHaveLength(1);
    expect((await desk.actionsOf(id)).map(({ action }) => action)).toEqual([
      "reverification.propose",
      "reverification.reconcile",
      "reverification.settle",
      "reverification.read",
    ]);
  });

  it("a process that cannot be read: stays unknown, keeps the id, and can be read later", async () => {
    const unicoProcessId = randomUUID();
    const { id, reconciliationId } = await desk.aProposed({ says: "process", unicoProcessId });
    expect(await confirmWord(desk.second, { reconciliationId })).toEqual({
      ok: true,
      value: { id, came: "unreachable" },
    });
    expect(await desk.rowOf(id)).toMatchObject({
      state: "unknown",
      failure: "unknown_timeout",
      unicoProcessId,
    });
    await readAgain(answering(desk.first, finished(true, "inconclusive")), { id });
    expect(await desk.rowOf(id)).toMatchObject({ state: "completed", outcome: "match" });
  });

  it("a wrong process can be put right, but never the one that Unico itself gave", async () => {
    const { id, reconciliationId } = await desk.aProposed({ says: "process", unicoProcessId: randomUUID() });
    const gone = asking(desk.second, async () => fail({ kind: "not_found", attempts: [] }));
    expect(await confirmWord(gone, { reconciliationId })).toMatchObject({ value: { came: "not_found" } });
    expect(await desk.rowOf(id)).toMatchObject({ state: "unknown", failure: "unknown_timeout" });
    const right = randomUUID();
    await desk.propose(id, { says: "process", unicoProcessId: right });
    await confirmWord(answering(desk.second, finished(true, "inconclusive")), {
      reconciliationId: await desk.openOf(id),
    });
    expect(await desk.rowOf(id)).toMatchObject({ state: "completed", unicoProcessId: right });

    const given = await desk.anUnknown({ unicoProcessId: randomUUID() });
    expect(await desk.propose(given.id, { says: "process", unicoProcessId: randomUUID() })).toEqual(
      fail({ code: "process_known" }),
    );
  });

  it("is rejected with words, and may then be said anew", async () => {
    const { id, reconciliationId } = await desk.aProposed();
    const reason = "It is there, two minutes later.";
    expect(await rejectWord(desk.second, { reconciliationId, reason })).toEqual({ ok: true, value: { id } });
    const row = await desk.rowOf(id);
    expect(row).toMatchObject({ state: "unknown", failure: "unknown_timeout" });
    expect(row.words).toMatchObject([
      { ending: "rejected", endingNote: reason, endedById: desk.second.actor.id },
    ]);
    expect(await desk.propose(id, { says: "error" }, desk.second)).toMatchObject({ ok: true });
  });

  it("is withdrawn by whoever said it, and by nobody else", async () => {
    const { id, reconciliationId } = await desk.aProposed();
    expect(await withdrawWord(desk.second, { reconciliationId })).toEqual(
      fail({ code: "other_word", by: desk.first.actor.name }),
    );
    expect(await withdrawWord(desk.first, { reconciliationId })).toEqual({ ok: true, value: { id } });
    expect((await desk.rowOf(id)).words).toMatchObject([
      { ending: "withdrawn", endedById: desk.first.actor.id },
    ]);
  });

  it("stands once: a second word has to wait", async () => {
    const { id } = await desk.aProposed();
    expect(await desk.propose(id, { says: "error" }, desk.second)).toEqual(
      fail({ code: "word_open", by: desk.first.actor.name }),
    );
  });

  it("is not taken for one that has an end, or that is not there", async () => {
    const { id } = await desk.anUnknown({ state: "completed", outcome: "match", failure: null });
    expect(await desk.propose(id)).toEqual(fail({ code: "settled" }));
    expect(await desk.propose(randomUUID())).toEqual(fail({ code: "not_found" }));
    expect(await confirmWord(desk.second, { reconciliationId: randomUUID() })).toEqual(
      fail({ code: "not_found" }),
    );
  });
});

describe("a process of somebody else", () => {
  const says = "process" as const;

  it("is refused: the reference's own id, another re-verification's, another reference's, IDCheck's", async () => {
    const reference = await aReference(desk.db);
    const { id } = await desk.anUnknown({ referenceId: reference.id });
    expect(await desk.propose(id, { says, unicoProcessId: reference.id })).toEqual(
      fail({ code: "process_reference" }),
    );
    const elsewhere = await aReference(desk.db);
    expect(await desk.propose(id, { says, unicoProcessId: elsewhere.id })).toEqual(
      fail({ code: "process_reference" }),
    );
    const unicoProcessId = randomUUID();
    const other = await aReverification(desk.db, { startedById: desk.first.actor.id, unicoProcessId });
    expect(await desk.propose(id, { says, unicoProcessId })).toEqual(
      fail({ code: "process_other", number: other.number }),
    );
    const process = { id: randomUUID(), outcome: "approve", state: "finished" } as const;
    await desk.db.process.create({ data: process });
    expect(await desk.propose(id, { says, unicoProcessId: process.id })).toEqual(
      fail({ code: "process_id_check" }),
    );
    expect((await desk.rowOf(id)).words).toEqual([]);
  });

  it("is refused when it became another's after it was recorded, and Unico is not asked", async () => {
    const unicoProcessId = randomUUID();
    const [one, two] = [
      await desk.aProposed({ says, unicoProcessId }),
      await desk.aProposed({ says, unicoProcessId }),
    ];
    let asked = 0;
    const ctx = asking(desk.second, async (id) => {
      asked += 1;
      return answered({ id, ...finished(true, "inconclusive") });
    });
    const ends = await Promise.all([
      confirmWord(ctx, { reconciliationId: one.reconciliationId }),
      confirmWord(ctx, { reconciliationId: two.reconciliationId }),
    ]);
    expect(ends.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(ends.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "process_other" } });
    expect(asked).toBe(1);
    const states = [(await desk.rowOf(one.id)).state, (await desk.rowOf(two.id)).state];
    expect(states.sort()).toEqual(["completed", "unknown"]);
  });
});

describe("who may", () => {
  it.each(["support", "admin"] as const)("%s may not, and nothing happens", async (role) => {
    const ctx = await ctxFor(desk.db, role);
    const { id, reconciliationId } = await desk.aProposed({}, { unicoProcessId: randomUUID() });
    const before = await desk.actionsOf(id);
    for (const act of [
      () => readAgain(ctx, { id }),
      () => desk.propose(id, {}, ctx),
      () => confirmWord(ctx, { reconciliationId }),
      () => rejectWord(ctx, { reconciliationId }),
      () => withdrawWord(ctx, { reconciliationId }),
    ])
      await expect(act()).rejects.toThrow(Forbidden);
    expect(await desk.actionsOf(id)).toEqual(before);
    expect(await desk.rowOf(id)).toMatchObject({ state: "unknown", words: [{ ending: null }] });
  });
});
