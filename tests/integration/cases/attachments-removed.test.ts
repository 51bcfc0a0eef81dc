import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attachFile } from "#lib/features/attachments/attaching.ts";
import { detachFile, removeLeft } from "#lib/features/attachments/removing.ts";
import { OWN_REMOVAL_MS } from "#lib/features/attachments/rules.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { setHold } from "#lib/features/retention/holds.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { anAttachment, bodyOf, TEXT } from "#tests/support/attachments.ts";
import { openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { filesOver, keyOf, type Run, taken } from "./desk-files.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, storage, detailOf, auditsOf } = filesOver(() => world.db);
/** As if an hour had gone by. */
const makeDue = (key: string) =>
  world.db.attachmentLeft.update({ where: { key }, data: { dueAt: new Date(0) }, select: { key: true } });

describe("a file that is taken away", () => {
  it("within ten minutes by its author: its bytes and its name go, a line stays, and it comes back in no way", async () => {
    const [{ number }, author] = [await aCase(world.db), await staff()];
    const id = await anAttachment(author, number);
    expect(await detachFile(author, { number, file: id })).toEqual({ ok: true, value: { number } });
    expect(await storage.get(keyOf(id))).toBeNull();
    const found = await readCase(author, number);
    expect(found?.files).toEqual([]);
    expect(found?.events.map(({ kind }) => kind)).toEqual(["detached", "attached"]);
    expect(await taken(author, number, id)).toBeNull();
    expect(await detailOf("case.detach", number)).toMatchObject({ file: id, by: "own", noteLength: 0 });
    await expect(
      world.db.caseAttachment.update({ where: { id }, data: { removedAt: null }, select: { id: true } }),
    ).rejects.toThrow(/does not come back/);
    expect((await detachFile(author, { number, file: id })).ok).toBe(false);
  });

  it("later or by others is a manager's, who says why", async () => {
    const [{ number }, author, other, manager] = [
      await aCase(world.db),
      await staff(),
      await staff(),
      await staff("manager"),
    ];
    const file = await anAttachment(author, number);
    const later = { ...author, now: () => new Date(Date.now() + OWN_REMOVAL_MS + 1_000) };
    const codes = [];
    for (const [ctx, why] of [
      [other, "it is mine now"],
      [later, "ten minutes are over"],
      [manager, ""],
    ] as const) {
      const result = await detachFile(ctx, { number, file, why });
      codes.push(result.ok ? null : result.failure.code);
    }
    expect(codes).toEqual(["not_yours", "not_yours", "why_needed"]);
    expect((await detachFile(manager, { number, file, why: "x" })).ok).toBe(true);
    expect((await readCase(manager, number))?.events[0]).toMatchObject({
      kind: "detached",
      note: "x",
    });
    expect(await auditsOf(number)).toEqual(["case.attach", "case.detach", "case.view"]);
  });

  it("is not, while a legal hold stands on the person", async () => {
    const { id: subject } = await aSubject(world.db);
    const { number } = await aCase(world.db, { subjectId: subject });
    const author = await staff();
    const file = await anAttachment(author, number);
    await setHold(await staff("admin"), { subject, reason: "claim" });
    expect(await detachFile(author, { number, file })).toEqual({ ok: false, failure: { code: "held" } });
    expect(await taken(author, number, file)).toBe(TEXT);
  });

  it("holds the person while it is taken away, so that no hold comes in between", async () => {
    const { id: subject } = await aSubject(world.db);
    const { number } = await aCase(world.db, { subjectId: subject });
    const author = await staff();
    const file = await anAttachment(author, number);
    const hold = () =>
      world.db.$queryRaw`SELECT id FROM subject WHERE id = ${subject}::uuid FOR UPDATE NOWAIT`;
    const db = new Proxy(author.db, {
      get: (inner, name) =>
        name === "$transaction"
          ? (run: Run) =>
              inner.$transaction(async (tx) => {
                const done = await run(tx);
                await expect(hold()).rejects.toThrow(/could not obtain lock/);
                return done;
              })
          : Reflect.get(inner, name),
    });
    expect((await detachFile({ ...author, db }, { number, file })).ok).toBe(true);
  });

  it("and cannot be removed from the storage is removed by the job; what is under way is left alone", async () => {
    const { number } = await aCase(world.db);
    const stuck: Storage = { ...storage, remove: () => Promise.reject(new Error("read-only")) };
    const author = await staff("analyst", { storage: stuck });
    const id = await anAttachment(author, number);
    const underWay = `attachments/${randomUUID()}`;
    await world.db.attachmentLeft.deleteMany();
    await world.db.attachmentLeft.create({ data: { key: underWay, dueAt: new Date(Date.now() + 600_000) } });
    expect((await detachFile(author, { number, file: id })).ok).toBe(true);
    await makeDue(keyOf(id));
    await expect(removeLeft(programCtx(world.db, { storage: stuck }))).rejects.toThrow("read-only");
    expect(await storage.get(keyOf(id))).not.toBeNull();
    await makeDue(keyOf(id));
    await removeLeft(programCtx(world.db, { storage }));
    expect(await storage.get(keyOf(id))).toBeNull();
    expect((await world.db.attachmentLeft.findMany()).map(({ key }) => key)).toEqual([underWay]);
  });

  it("by the job is no more to be named, and keeps no row locked while the storage takes its time", async () => {
    const [{ number }, ctx] = [await aCase(world.db), await staff()];
    const free: string[] = [];
    const broken: Storage = {
      ...storage,
      async remove(key) {
        const rows = await world.db.$queryRaw<{ key: string }[]>`
          SELECT key FROM attachment_left WHERE key = ${key} FOR UPDATE NOWAIT`;
        free.push(...rows.map((row) => row.key));
        throw new Error("too slow");
      },
    };
    const late: Storage = {
      ...storage,
      // So slow to come that the job has it in hand when it would be named.
      async putStream(key, source) {
        await storage.putStream(key, source);
        await makeDue(key);
        await expect(removeLeft(programCtx(world.db, { storage: broken }))).rejects.toThrow("too slow");
      },
    };
    expect(
      await attachFile({ ...ctx, storage: late }, number, { name: "x.txt", body: bodyOf("x") }),
    ).toMatchObject({ failure: { code: "given_up" } });
    expect(free).toHaveLength(1);
  });
});
