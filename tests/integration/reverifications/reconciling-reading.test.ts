import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { listUnknown, readReverification } from "#lib/features/reverifications/reading.ts";
import { confirmWord, readAgain, withdrawWord } from "#lib/features/reverifications/reconciling.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { fail } from "#lib/result.ts";
import { ctxFor } from "#tests/support/ctx.ts";
import { aReverification, aSubject } from "#tests/support/factories.ts";
import { answering, asking, type Desk, NOTE, openDesk } from "#tests/support/reconciling.ts";
import { answered, finished } from "#tests/support/reverifications.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe("an unknown one with an id, read again", () => {
  const unicoProcessId = "d4410b9c-2e7f-4a86-b1c3-95f0a71870e2";

  it("is settled by what Unico answers, and an alert opens its case", async () => {
    const { id } = await desk.anUnknown({ unicoProcessId: randomUUID() });
    const lanes: unknown[] = [];
    const ctx = asking(desk.second, async (asked, lane) => {
      lanes.push(lane);
      return answered({ id: asked, ...finished(true, "yes") });
    });
    expect(await readAgain(ctx, { id })).toEqual({ ok: true, value: { id, came: "settled" } });
    const row = await desk.rowOf(id);
    expect(row).toMatchObject({ state: "completed", outcome: "match_flagged", failure: null });
    expect(row.opened).toHaveLength(1);
    expect(row.readAgainAt).not.toBeNull();
    expect(lanes).toEqual(["person"]);
    expect(await desk.actionsOf(id)).toMatchObject([
      { action: "reverification.settle", actorId: desk.second.actor.id },
      { action: "reverification.read", actorId: desk.second.actor.id, detail: { came: "settled" } },
    ]);
  });

  it.each([
    ["working", async (id: string) => answered({ id, status: 1 })],
    ["foreign", async () => answered(finished(true, "inconclusive"))],
    ["not_found", async () => fail({ kind: "not_found" as const, attempts: [] })],
    [
      "unreachable",
      async () => fail({ kind: "not_sent" as const, why: "unreachable" as const, attempts: [] }),
    ],
  ] as const)("stays unknown, and says so, when what came is: %s", async (came, readValidation) => {
    const { id } = await desk.anUnknown({ unicoProcessId: randomUUID() });
    expect(await readAgain(asking(desk.first, readValidation), { id })).toEqual({
      ok: true,
      value: { id, came },
    });
    expect(await desk.rowOf(id)).toMatchObject({ state: "unknown", outcome: null, biometry: null });
  });

  it("may still be at work at Unico", async () => {
    const working = { state: "sent", failure: null, settledAt: null, outcome: "pending", unicoProcessId };
    const { id } = await desk.anUnknown(working);
    expect(await readAgain(answering(desk.first, finished(false, "inconclusive")), { id })).toMatchObject({
      ok: true,
      value: { came: "settled" },
    });
    expect(await desk.rowOf(id)).toMatchObject({ state: "completed", outcome: "no_match" });
  });

  it("is not asked about without an id, nor after its end, nor when it is not there", async () => {
    let asked = 0;
    const ctx = asking(desk.first, async (id) => {
      asked += 1;
      return answered({ id, ...finished(true, "inconclusive") });
    });
    const [without, over] = [
      await desk.anUnknown(),
      await desk.anUnknown({ state: "completed", outcome: "match" }),
    ];
    expect(await readAgain(ctx, { id: without.id })).toEqual(fail({ code: "no_process_id" }));
    expect(await readAgain(ctx, { id: over.id })).toEqual(fail({ code: "settled" }));
    expect(await readAgain(ctx, { id: randomUUID() })).toEqual(fail({ code: "not_found" }));
    expect(asked).toBe(0);
  });
});

describe("the list of unknown ones", () => {
  const filter = reverificationTable.parse({ state: ["unknown"] });
  const listed = async (id: string) =>
    (await listUnknown(desk.second, filter)).rows.find((row) => row.id === id);

  it("has each with what is known, who looked into it, and what was sent in its place", async () => {
    const quiet = await desk.anUnknown({ httpStatus: 502, failure: "unknown_server_error" });
    expect(await listed(quiet.id)).toMatchObject({
      ...quiet,
      failure: "unknown_server_error",
      httpStatus: 502,
      unicoProcessId: null,
      sentAt: expect.any(Date),
      startedBy: { name: desk.first.actor.name },
      word: null,
      replacedBy: null,
    });
    const { id, reconciliationId } = await desk.aProposed({ says: "error" });
    const { referenceId } = await desk.rowOf(id);
    const startedById = desk.second.actor.id;
    const anew = await aReverification(desk.db, { startedById, referenceId, replacesId: id });
    expect(await listed(id)).toMatchObject({
      word: { says: "error", proposedBy: { name: desk.first.actor.name } },
      replacedBy: anew,
    });
    await withdrawWord(desk.first, { reconciliationId });
    expect(await listed(id)).toMatchObject({ word: null, replacedBy: anew });
  });

  it("has nobody in clear, and loses whoever settles", async () => {
    const subject = await aSubject(desk.db);
    const { id, reconciliationId } = await desk.aProposed({}, { subjectId: subject.id });
    expect(JSON.stringify(await listed(id))).not.toContain(subject.cpf);
    await confirmWord(desk.second, { reconciliationId });
    expect(await listed(id)).toBeUndefined();
  });

  it.each(["support", "admin"] as const)("is not for %s", async (role) => {
    await expect(listUnknown(await ctxFor(desk.db, role), filter)).rejects.toThrow(Forbidden);
  });
});

describe("its page", () => {
  it("tells what was said, by whom, and what was sent in its place", async () => {
    const { id } = await desk.aProposed();
    const old = await desk.rowOf(id);
    const anew = await aReverification(desk.db, {
      startedById: desk.second.actor.id,
      referenceId: old.referenceId,
      replacesId: id,
    });
    const seen = await readReverification(desk.second, id);
    expect(seen?.words).toMatchObject([
      {
        says: "absent",
        note: NOTE,
        isMine: false,
        ending: null,
        proposedBy: { name: desk.first.actor.name },
      },
    ]);
    expect(seen?.replacedBy).toEqual(anew);
    expect((await readReverification(desk.first, id))?.words).toMatchObject([{ isMine: true }]);
    expect((await readReverification(desk.first, anew.id))?.replaces).toEqual({ id, number: old.number });
  });
});
