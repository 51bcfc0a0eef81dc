import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { selfieResponse } from "#lib/entry/selfie-response.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { checkPicture } from "#lib/features/reverifications/picture.ts";
import { keepSelfie, keyOfSelfie, readSelfie } from "#lib/features/reverifications/selfies.ts";
import { fileStorage } from "#lib/storage/file.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { CANARY, fromPhone } from "#tests/support/made-pictures.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

let world: World;
let folder: string;
let storage: Storage;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  folder = openTemporaryFolder("selfies");
  storage = fileStorage(`file:${folder}`);
  analyst = await ctxFor(world.db, "analyst", { storage });
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await world.end();
});

/** A re-verification with a kept copy of a phone's picture. */
async function aKept(): Promise<string> {
  const checked = await checkPicture(await fromPhone(900, 700));
  if (!checked.ok) throw new Error(checked.failure.code);
  const { id } = await aReverification(world.db, { startedById: analyst.actor.id });
  await keepSelfie(analyst, id, checked.value);
  const selfieKey = keyOfSelfie(id);
  await world.db.reverification.update({ where: { id }, data: { selfieKey } });
  return id;
}
const viewsOf = (entityId: string) =>
  world.db.auditEvent.findMany({ where: { entityId, action: "selfie.view" } });

describe("the kept copy", () => {
  it("lies sealed: no picture and nobody's data in the file", async () => {
    const id = await aKept();
    const file = fs.readFileSync(path.join(folder, "selfies", id));
    expect(file.length).toBeGreaterThan(5_000);
    for (const part of [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from("JFIF"), Buffer.from(CANARY)])
      expect(file.includes(part)).toBe(false);
  });

  it("is an upright JPEG of at most 720 without metadata", async () => {
    const picture = await readSelfie(analyst, await aKept());
    const { width, height, format, exif } = await sharp(picture ?? Buffer.alloc(0)).metadata();
    expect({ width, height, format, exif }).toEqual({
      width: 560,
      height: 720,
      format: "jpeg",
      exif: undefined,
    });
    expect(picture?.includes(CANARY)).toBe(false);
  });

  it("does not open in another's place", async () => {
    const [one, other] = [await aKept(), await aKept()];
    const data = { selfieKey: `selfies/${one}` };
    await world.db.reverification.update({ where: { id: other }, data });
    expect(await readSelfie(analyst, other)).toBeNull();
    expect(await viewsOf(other)).toEqual([]);
  });

  it("is in the audit log each time that it is shown, and only then", async () => {
    const id = await aKept();
    await readSelfie(analyst, id);
    await readSelfie(analyst, id);
    expect(await viewsOf(id)).toHaveLength(2);
    const without = await aReverification(world.db, { startedById: analyst.actor.id });
    expect(await readSelfie(analyst, without.id)).toBeNull();
    expect(await readSelfie(analyst, randomUUID())).toBeNull();
    expect(await readSelfie(analyst, "../../etc/passwd")).toBeNull();
    expect(await viewsOf(without.id)).toEqual([]);
  });

  it("is not shown when the audit log does not take it", async () => {
    const id = await aKept();
    const unaudited = { ...analyst, request: { ...analyst.request, id: "no uuid" } };
    await expect(readSelfie(unaudited, id)).rejects.toThrow();
    await expect(selfieResponse(unaudited, id)).rejects.toThrow();
  });

  it("is nothing when its file is gone", async () => {
    const id = await aKept();
    await storage.remove(`selfies/${id}`);
    expect(await readSelfie(analyst, id)).toBeNull();
  });
});

describe("its address", () => {
  it("gives it to analysts and managers, for them alone and for looking only", async () => {
    const id = await aKept();
    const manager = await ctxFor(world.db, "manager", { storage });
    for (const ctx of [analyst, manager]) {
      const response = await selfieResponse(ctx, id);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toEqual({
        "cache-control": "private, no-store",
        "content-disposition": 'inline; filename="selfie.jpg"',
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "content-type": "image/jpeg",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
      });
      expect(Buffer.from(await response.arrayBuffer()).subarray(0, 3)).toEqual(
        Buffer.from([0xff, 0xd8, 0xff]),
      );
    }
  });

  it.each(["support", "admin"] as const)("is not there for %s, who is recorded", async (role) => {
    const id = await aKept();
    const ctx = await ctxFor(world.db, role, { storage });
    await expect(readSelfie(ctx, id)).rejects.toThrow(Forbidden);
    const response = await selfieResponse(ctx, id);
    expect([response.status, await response.text()]).toEqual([404, ""]);
    expect(await viewsOf(id)).toEqual([]);
    const [refusal] = await world.db.auditEvent.findMany({
      where: { actorId: ctx.actor.id, action: "access.refuse" },
    });
    expect(refusal).toMatchObject({ entityId: "selfie:view", outcome: "refused", detail: { at: "picture" } });
  });

  it("is not there for nobody, nor for ids that are guessed", async () => {
    expect((await selfieResponse(null, await aKept())).status).toBe(404);
    const guesses = await Promise.all(
      Array.from({ length: 50 }, () => selfieResponse(analyst, randomUUID())),
    );
    expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([404]));
  });
});
