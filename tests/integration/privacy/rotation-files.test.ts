import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { detachFile, removeLeft } from "#lib/features/attachments/removing.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { countByKey, rotateKeys } from "#lib/features/rotation/service.ts";
import { resealFile } from "#lib/features/rotation/stored-files.ts";
import { eraseSubject } from "#lib/features/titular/erasing.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { fileStorage } from "#lib/storage/file.ts";
import { openSealed, putSealed } from "#lib/storage/sealed-file.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { anAttachment } from "#tests/support/attachments.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { pieces, wholeOf } from "#tests/support/storage-contract.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

const [older, newer, lost] = ["k1", "k2", "lost"].map((id) => ({ id, key: randomBytes(32) })) as [
  Key,
  Key,
  Key,
];
type Key = { id: string; key: Buffer };
const index = Buffer.alloc(32);
const oldVault = createVault([older], index);
const both = createVault([newer, older], index);
const newVault = createVault([newer], index);
const CONTENTS = randomBytes(700_000);

let world: World;
let folder: string;
let storage: Storage;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  folder = openTemporaryFolder("rotation-files");
  storage = fileStorage(`file:${folder}`);
  manager = await ctxFor(world.db, "manager", { vault: oldVault });
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await world.end();
});

async function anExportFile(vault = oldVault): Promise<{ id: string; storageKey: string }> {
  const id = randomUUID();
  const storageKey = `exports/${id}/1`;
  await putSealed({ storage, vault }, storageKey, pieces(CONTENTS));
  const row = { id, ownerId: manager.actor.id, list: "cases", format: "csv", masked: true, direct: false };
  const done = {
    state: "done",
    endedAt: new Date(),
    expiresAt: new Date(Date.now() + 60_000),
    attempt: 1,
  } as const;
  const file = {
    bytes: CONTENTS.length,
    sha256: new Uint8Array(32),
    fileName: "x.csv",
    rowsTotal: 1,
    rowsDone: 1,
  };
  const manifest = vault.seal({ table: "export", row: id, column: "manifest" }, "{}");
  const asked = vault.seal({ table: "export", row: id, column: "asked" }, "{}");
  const data = { ...row, ...done, ...file, storageKey, manifest, asked };
  await world.db.export.create({ data, select: { id: true } });
  return { id, storageKey };
}
const rotate = () => rotateKeys(programCtx(world.db, { storage, vault: both }));
const opened = async (key: string) => wholeOf(await openSealed({ storage, vault: newVault }, key));

it("takes up the files of exports: without the old key they open as they were", async () => {
  const { storageKey } = await anExportFile();
  await anExportFile(both);
  expect((await countByKey({ db: world.db, storage, vault: both }))["storage.exports"]).toEqual({
    k1: 1,
    k2: 1,
  });
  const rotated = await rotate();
  expect([rotated.isDone, rotated.unreadable, rotated.byKey["storage.exports"]]).toEqual([
    true,
    0,
    { k2: 2 },
  ]);
  expect((await opened(storageKey)).equals(CONTENTS)).toBe(true);
});

it("brings none back that expired meanwhile, and leaves what does not open as it is", async () => {
  const { id, storageKey } = await anExportFile();
  const expiring: Storage = {
    ...storage,
    async putStream(key, source) {
      await storage.putStream(key, source);
      await world.db.export.update({
        where: { id },
        data: { state: "expired", storageKey: null, asked: null, manifest: null },
        select: { id: true },
      });
    },
  };
  await rotateKeys(programCtx(world.db, { storage: expiring, vault: both }));
  expect(await storage.get(storageKey)).toBeNull();

  const other = await anExportFile(createVault([lost], index));
  const before = await storage.get(other.storageKey);
  const rotated = await rotate();
  expect(rotated.isDone).toBe(false);
  expect(rotated.unreadable).toBeGreaterThanOrEqual(1);
  expect(rotated.byKey["storage.exports"]).toMatchObject({ lost: 1 });
  expect(before && (await storage.get(other.storageKey))?.equals(before)).toBe(true);
});

it.each(["detached", "erased"] as const)(
  "is killed while a file is %s: what it put back is removed an hour later",
  async (way) => {
    const given = { storage, vault: oldVault };
    const [admin, author] = [
      { ...(await ctxFor(world.db, "admin", given)), confirmedAt: new Date() },
      { ...manager, ...given },
    ];
    const { id: subject } = await aSubject(world.db);
    const closed = {
      status: "closed" as const,
      closedAt: new Date(),
      reasons: ["other"],
      decision: "inconclusive" as const,
      decidedById: manager.actor.id,
      decidedAt: new Date(),
    };
    const { number } = await aCase(world.db, { subjectId: subject, ...closed });
    const file = await anAttachment(author, number);
    const storageKey = `attachments/${file}`;
    const killed: Storage = {
      ...storage,
      async putStream(key, source) {
        const resealed = await wholeOf(source);
        if (way === "detached") await detachFile(author, { number, file });
        else await eraseSubject(admin, { subject, reason: "titular_asked" });
        expect(await storage.get(key)).toBeNull();
        await storage.putStream(key, pieces(resealed));
        throw new Error("killed");
      },
    };
    const deps = { db: world.db, storage: killed, vault: both };
    const kept = { id: file, storageKey };
    await expect(resealFile(deps, "storage.attachments", kept)).rejects.toThrow("killed");
    const program = programCtx(world.db, { storage });
    await removeLeft(program);
    expect(await storage.get(storageKey)).not.toBeNull();
    await world.db.attachmentLeft.update({
      where: { key: storageKey },
      data: { dueAt: new Date(0) },
      select: { key: true },
    });
    await removeLeft(program);
    expect(await storage.get(storageKey)).toBeNull();
    expect(await world.db.attachmentLeft.count()).toBe(0);
  },
);
