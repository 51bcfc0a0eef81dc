import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  confirmWord,
  readAgain,
  rejectWord,
  withdrawWord,
} from "#lib/features/reverifications/reconciling.ts";
import { insertWord } from "#lib/features/reverifications/reconciling-repository.ts";
import { NOTHING, settleReverification } from "#lib/features/reverifications/settling.ts";
import { fail } from "#lib/result.ts";
import { ctxFor, programCtx } from "#tests/support/ctx.ts";
import { asking, type Desk, NOTE, openDesk } from "#tests/support/reconciling.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe("four eyes", () => {
  it("whoever said it neither confirms nor rejects it", async () => {
    const { id, reconciliationId } = await desk.aProposed();
    expect(await confirmWord(desk.first, { reconciliationId })).toEqual(fail({ code: "own_word" }));
    expect(await rejectWord(desk.first, { reconciliationId })).toEqual(fail({ code: "own_word" }));
    expect(await desk.rowOf(id)).toMatchObject({ state: "unknown", words: [{ ending: null }] });
  });

  const end = (id: string, ending: string, by: string | null) =>
    desk.db.$executeRaw`UPDATE reconciliation SET ending = ${ending}::reconciliation_end,
      ended_at = now(), ended_by_id = ${by}::uuid WHERE id = ${id}::uuid`;

  it("nor does the database let them, nor nobody at all", async () => {
    const { reconciliationId } = await desk.aProposed();
    for (const ending of ["accepted", "rejected"]) {
      await expect(end(reconciliationId, ending, desk.first.actor.id)).rejects.toThrow(/four_eyes/);
      await expect(end(reconciliationId, ending, null)).rejects.toThrow(/four_eyes/);
    }
    await expect(end(reconciliationId, "withdrawn", desk.second.actor.id)).rejects.toThrow(/four_eyes/);
  });

  it("the database takes no word of one that has an end", async () => {
    const { id } = await desk.anUnknown({ state: "failed" });
    const word = { reverificationId: id, says: "absent", note: NOTE, proposedAt: new Date() } as const;
    await expect(
      desk.db.reconciliation.create({ data: { ...word, proposedById: desk.first.actor.id } }),
    ).rejects.toThrow(/only an unknown/);
  });

  it("the database keeps what was said, and lets nothing be said over it", async () => {
    const { id, reconciliationId } = await desk.aProposed();
    const where = { id: reconciliationId };
    await expect(
      desk.db.reconciliation.update({ where, data: { proposedById: desk.second.actor.id } }),
    ).rejects.toThrow(/only ended/);
    await expect(desk.db.reconciliation.update({ where, data: { note: "Another one." } })).rejects.toThrow(
      /only ended/,
    );
    const word = {
      says: "absent",
      note: NOTE,
      proposedById: desk.second.actor.id,
      proposedAt: new Date(),
    } as const;
    await expect(desk.db.reconciliation.create({ data: { ...word, reverificationId: id } })).rejects.toThrow(
      /Unique constraint/,
    );
    const ended = { ending: "accepted", endedAt: new Date(), endedById: desk.first.actor.id } as const;
    const other = await desk.anUnknown();
    await expect(
      desk.db.reconciliation.create({ data: { ...word, ...ended, reverificationId: other.id } }),
    ).rejects.toThrow(/only ended/);
    await withdrawWord(desk.first, { reconciliationId });
    await expect(end(reconciliationId, "overtaken", null)).rejects.toThrow(/only ended/);
    await expect(desk.db.reconciliation.delete({ where })).rejects.toThrow(/permission denied/);
  });

  it("nor as another thing than they said", async () => {
    const { id, reconciliationId } = await desk.aProposed({ says: "absent" });
    await confirmWord(desk.second, { reconciliationId });
    await expect(
      desk.db.reverification.update({ where: { id }, data: { failure: "portal_error" } }),
    ).rejects.toThrow(/two people/);
  });

  it.each(["portal_absent", "portal_error"])(
    "the database ends nothing as %s unless two people said so",
    async (failure) => {
      const { id } = await desk.aProposed({ says: "absent" });
      const data = { state: "failed", failure } as const;
      await expect(desk.db.reverification.update({ where: { id }, data })).rejects.toThrow(/two people/);
    },
  );
});

describe("two at once", () => {
  it("confirm: one did, the other is told who", async () => {
    const { id, reconciliationId } = await desk.aProposed();
    const third = await ctxFor(desk.db, "manager");
    const ends = await Promise.all([
      confirmWord(desk.second, { reconciliationId }),
      confirmWord(third, { reconciliationId }),
    ]);
    expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
    const by = (await desk.rowOf(id)).words[0]?.endedById === third.actor.id ? third : desk.second;
    expect(ends.find(({ ok }) => !ok)).toEqual(
      fail({ code: "word_ended", ending: "accepted", by: by.actor.name }),
    );
    expect(
      (await desk.actionsOf(id)).filter(({ action }) => action === "reverification.settle"),
    ).toHaveLength(1);
  });

  it("say something: one stands", async () => {
    const { id } = await desk.anUnknown();
    const ends = await Promise.all([
      desk.propose(id, {}, desk.first),
      desk.propose(id, { says: "error" }, desk.second),
    ]);
    expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await desk.rowOf(id)).words).toHaveLength(1);
  });

  it("confirm and withdraw: one of the two, and nothing in between", async () => {
    for (let i = 0; i < 10; i += 1) {
      const { id, reconciliationId } = await desk.aProposed();
      const ends = await Promise.all([
        confirmWord(desk.second, { reconciliationId }),
        withdrawWord(desk.first, { reconciliationId }),
      ]);
      expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
      const { state, words } = await desk.rowOf(id);
      expect([state, words[0]?.ending]).toEqual(
        ends[0].ok ? ["failed", "accepted"] : ["unknown", "withdrawn"],
      );
    }
  });
});

describe("one that settles by itself while a word waits", () => {
  const settle = (id: string) =>
    settleReverification(programCtx(desk.db), id, {
      ...NOTHING,
      state: "completed",
      failure: null,
      outcome: "match",
      biometry: "match",
      fraudsters: "inconclusive",
      liveness: "not_measured",
    });

  it("overtakes it: there is nothing left to confirm, and a stale form is told", async () => {
    const { id, reconciliationId } = await desk.aProposed();
    await settle(id);
    const row = await desk.rowOf(id);
    expect(row.state).toBe("completed");
    expect(row.words).toMatchObject([{ ending: "overtaken", endedById: null }]);
    const told = fail({ code: "word_ended", ending: "overtaken", by: null });
    expect(await confirmWord(desk.second, { reconciliationId })).toEqual(told);
    expect(await rejectWord(desk.second, { reconciliationId })).toEqual(told);
    expect(await withdrawWord(desk.first, { reconciliationId })).toEqual(told);
    expect((await desk.rowOf(id)).outcome).toBe("match");
  });

  it("at the same moment as a confirmation: one end, and the log tells that one", async () => {
    for (let i = 0; i < 10; i += 1) {
      const { id, reconciliationId } = await desk.aProposed();
      const [confirmed] = await Promise.all([confirmWord(desk.second, { reconciliationId }), settle(id)]);
      const { state, words } = await desk.rowOf(id);
      expect([state, words[0]?.ending]).toEqual(
        confirmed.ok ? ["failed", "accepted"] : ["completed", "overtaken"],
      );
      const ends = (await desk.actionsOf(id)).filter(({ action }) => action === "reverification.settle");
      expect(ends.map(({ detail }) => detail)).toMatchObject([{ state }]);
    }
  });

  it("at the same moment as a word: none stays open over an end", async () => {
    for (let i = 0; i < 10; i += 1) {
      const { id } = await desk.anUnknown();
      // The word is recorded and not yet committed when the answer comes, which waits for it.
      const recorded = Promise.withResolvers<void>();
      const commit = desk.db.$transaction(async (tx) => {
        await insertWord(tx, {
          reverificationId: id,
          says: "absent",
          note: NOTE,
          proposedById: desk.first.actor.id,
          proposedAt: new Date(),
        });
        recorded.resolve();
        await sleep(20);
      });
      await recorded.promise;
      await Promise.all([commit, settle(id)]);
      expect(await desk.rowOf(id)).toMatchObject({ state: "completed", words: [{ ending: "overtaken" }] });
    }
  });

  it("but not while it stays unknown", async () => {
    const { id } = await desk.aProposed({}, { unicoProcessId: randomUUID() });
    await readAgain(
      asking(desk.first, async () => fail({ kind: "not_found", attempts: [] })),
      { id },
    );
    expect(await desk.rowOf(id)).toMatchObject({ state: "unknown", words: [{ ending: null }] });
  });
});
