import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { attachFile } from "#lib/features/attachments/attaching.ts";
import { takeAttachment } from "#lib/features/attachments/reading.ts";
import { detachFile } from "#lib/features/attachments/removing.ts";
import { FILE_MAX_BYTES, FILES_A_CASE } from "#lib/features/attachments/rules.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { anAttachment, bodyOf, TEXT } from "#tests/support/attachments.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { filesOver, keyOf, type Run, taken } from "./desk-files.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, storage, detailOf, eventsOf } = filesOver(() => world.db);
const left = () => world.db.attachmentLeft.count();

describe("a file of a case", () => {
  it("is given back as it was given, told of, sealed wherever it lies, and named to whoever reads the case", async () => {
    const [{ number }, author, other] = [await aCase(world.db), await staff(), await staff("manager")];
    const id = await anAttachment(author, number, { name: "..\\Maria da Silva.exe" });
    expect(await taken(other, number, id)).toBe(TEXT);
    expect((await readCase(other, number))?.files).toMatchObject([
      {
        id,
        name: "Maria da Silva.exe.txt",
        kind: "text",
        bytes: Buffer.byteLength(TEXT),
        removal: "explained",
      },
    ]);
    const detail = { file: id, kind: "text", bytes: Buffer.byteLength(TEXT) };
    for (const action of ["case.attach", "case.attachment"])
      expect(await detailOf(action, number)).toEqual(detail);
    expect(await eventsOf(number, "attached")).toBe(1);
    const row = await world.db.caseAttachment.findUniqueOrThrow({ where: { id } });
    expect(Buffer.from(row.about ?? []).toString("latin1")).not.toContain("Silva");
    expect((await storage.get(keyOf(id)))?.includes("Extrato")).toBe(false);
    expect(await left()).toBe(0);
  });

  it("is hidden from support: no list, no line, no byte", async () => {
    const [{ number }, support] = [await aCase(world.db), await staff("support")];
    const id = await anAttachment(await staff(), number);
    expect(await readCase(support, number)).toMatchObject({ files: [], events: [] });
    await expect(takeAttachment(support, number, id)).rejects.toThrow(Forbidden);
    await expect(attachFile(support, number, { name: "x", body: bodyOf("x") })).rejects.toThrow(Forbidden);
    await expect(detachFile(support, { number, file: id })).rejects.toThrow(Forbidden);
  });

  it("is one of its own case alone, and of a branch that is seen", async () => {
    const [{ number }, { number: elsewhere }, ctx] = [
      await aCase(world.db),
      await aCase(world.db),
      await staff(),
    ];
    const id = await anAttachment(ctx, number);
    const limited: UserCtx = { ...ctx, actor: { ...ctx.actor, scope: [randomUUID()] } };
    expect([await taken(ctx, elsewhere, id), await taken(limited, number, id)]).toEqual([null, null]);
    expect(await attachFile(limited, number, { name: "x", body: bodyOf("x") })).toEqual({
      ok: false,
      failure: { code: "case_unknown" },
    });
    expect(await detachFile(limited, { number, file: id })).toMatchObject({
      failure: { code: "file_unknown" },
    });
  });

  it("lets go of what it reads from where it cannot be told of, and has a name where it came without", async () => {
    const [{ number }, ctx] = [await aCase(world.db), await staff()];
    const id = await anAttachment(ctx, number, { name: "..." });
    expect(await takeAttachment(ctx, number, id)).toMatchObject({ value: { name: "file.txt" } });
    let [isOpen, opened] = [false, 0];
    const counted: Storage = {
      ...storage,
      async getStream(key) {
        const stored = await storage.getStream(key);
        return (async function* () {
          isOpen = true;
          opened += 1;
          try {
            yield* stored ?? [];
          } finally {
            isOpen = false;
          }
        })();
      },
    };
    // No text of PostgreSQL's holds such a letter: the event cannot be written.
    const untold = { ...ctx, storage: counted, request: { id: "\0", address: null } };
    await expect(takeAttachment(untold, number, id)).rejects.toThrow();
    expect(opened).toBe(1);
    expect(isOpen).toBe(false);
  });

  it("that is refused, too large or breaks off leaves no row, no byte and no note of it", async () => {
    const [{ number }, ctx] = [await aCase(world.db), await staff()];
    const attach = (body: AsyncIterable<Uint8Array>) => attachFile(ctx, number, { name: "a.pdf", body });
    expect(await attach(bodyOf("MZ\0"))).toEqual({
      ok: false,
      failure: { code: "content", why: "unknown_kind" },
    });
    expect(await detailOf("case.attach", number)).toEqual({ why: "unknown_kind" });
    async function* endless() {
      for (let sent = 0; ; sent += 1) {
        // Whoever reads on past the limit never ends.
        if (sent > FILE_MAX_BYTES / 65_536 + 2) throw new Error("read on");
        yield Buffer.alloc(65_536, 97);
      }
    }
    expect(await attach(endless())).toMatchObject({ failure: { why: "too_large" } });
    async function* broken() {
      yield Buffer.from("a");
      throw new Error("broke off");
    }
    await expect(attach(broken())).rejects.toThrow("broke off");
    expect(await world.db.caseAttachment.count({ where: { caseNumber: number } })).toBe(0);
    expect(await left()).toBe(0);
  });

  it("is at most the twentieth, also of two that come at once", async () => {
    const [{ number }, ctx] = [await aCase(world.db), await staff()];
    for (let i = 1; i < FILES_A_CASE; i += 1) await anAttachment(ctx, number);
    // Both found a place for one more before either was there.
    const [there, arrive] = [Promise.withResolvers<void>(), { left: 2 }];
    const slow: Storage = {
      ...storage,
      async putStream(key, source) {
        await storage.putStream(key, source);
        arrive.left -= 1;
        if (arrive.left === 0) there.resolve();
        await there.promise;
      },
    };
    const both = await Promise.all(
      [1, 2].map(() => attachFile({ ...ctx, storage: slow }, number, { name: "x.txt", body: bodyOf("x") })),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, failure: { code: "full" } });
    expect(await world.db.caseAttachment.count({ where: { caseNumber: number } })).toBe(FILES_A_CASE);
    expect(await left()).toBe(0);
  });
});

describe("a file whose upload does not learn what became of it", () => {
  it("keeps its bytes where a row names it, and says so where they are gone", async () => {
    const [{ number }, ctx] = [await aCase(world.db), await staff()];
    const losing = new Proxy(ctx.db, {
      get: (db, name) =>
        name === "$transaction"
          ? async (run: Run) => {
              await db.$transaction(run);
              throw new Error("the answer was lost");
            }
          : Reflect.get(db, name),
    });
    const attaching = attachFile({ ...ctx, db: losing }, number, { name: "x.txt", body: bodyOf("x") });
    await expect(attaching).rejects.toThrow("the answer was lost");
    const id = (await readCase(ctx, number))?.files[0]?.id ?? "";
    expect(await taken(ctx, number, id)).toBe("x");
    await storage.remove(keyOf(id));
    expect(await takeAttachment(ctx, number, id)).toMatchObject({ failure: { code: "damaged" } });
  });
});
