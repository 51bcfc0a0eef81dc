import { type ChildProcess, fork } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { openSnapshot } from "#lib/features/processes/snapshot.ts";
import { readSelfie } from "#lib/features/reverifications/selfies.ts";
import { SEALED_COLUMNS } from "#lib/features/rotation/sealed.ts";
import { countByKey, rotateKeys } from "#lib/features/rotation/service.ts";
import { clearAsFar, SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { createVault, type Vault } from "#lib/privacy/vault.ts";
import { fileStorage } from "#lib/storage/file.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { addSnapshot, aPerson } from "#tests/support/privacy.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

/** 2,000 by hand. */
const PEOPLE = Number(process.env.ROTATED_PEOPLE ?? 300);
const KILLS = 10;
const SCRIPT = fileURLToPath(new URL("rotating-process.ts", import.meta.url));

const [older, newer] = [randomBytes(32), randomBytes(32)];
const indexKey = Buffer.alloc(32);
const oldVault = createVault([{ id: "k1", key: older }], indexKey);
const bothRing = [
  { id: "k2", key: newer },
  { id: "k1", key: older },
];
const both = createVault(bothRing, indexKey);
const newVault = createVault([{ id: "k2", key: newer }], indexKey);

let world: World;
let folder: string;
let storage: Storage;
let analyst: UserCtx;
const selfies: string[] = [];
const subjects: string[] = [];
beforeAll(async () => {
  world = await openWorld();
  folder = openTemporaryFolder("rotation");
  storage = fileStorage(`file:${folder}`);
  analyst = await ctxFor(world.db, "analyst", { storage, vault: both });
  for (let i = 0; i < PEOPLE; i += 1) {
    const person = await aPerson(world.db, { vault: oldVault });
    subjects.push(person.subjectId);
    await person.lookedUpBy(analyst);
    if (i % 5 === 0) selfies.push(await aKeptSelfie(person.subjectId));
  }
  const secret = oldVault.seal({ table: "app_user", row: analyst.actor.id, column: "totp_secret" }, "SEED");
  await world.db.user.update({ where: { id: analyst.actor.id }, data: { totpSecret: secret } });
  const token = oldVault.seal({ table: "unico_token", row: "acc", column: "token" }, "TOKEN");
  await world.db.unicoToken.create({ data: { account: "acc", token } });
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await world.end();
});

async function aKeptSelfie(subjectId: string): Promise<string> {
  const { id } = await aReverification(world.db, { startedById: analyst.actor.id, subjectId });
  const selfieKey = `selfies/${id}`;
  await storage.put(
    selfieKey,
    oldVault.sealBytes({ table: "reverification", row: id, column: "selfie" }, randomBytes(60_000)),
  );
  await world.db.reverification.update({ where: { id }, data: { selfieKey } });
  return id;
}

async function startRotating(): Promise<ChildProcess> {
  const child = fork(SCRIPT, {
    execArgv: ["--conditions=react-server"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(child, "message");
  child.send({
    url: world.url,
    folder,
    ring: bothRing.map(({ id, key }) => ({ id, key: key.toString("base64") })),
  });
  await once(child, "message");
  return child;
}

/** Opens everything of one person; throws where anything does not open. */
async function readOne(vault: Vault, at: number): Promise<void> {
  const id = subjects[at % subjects.length] ?? "";
  const row = await world.db.subject.findUniqueOrThrow({ where: { id }, select: SUBJECT_COLUMNS });
  expect(clearAsFar(vault, row)).toMatchObject({ cpf: expect.stringMatching(/^\d{11}$/), unreadable: [] });
  const snapshot = await world.db.processSnapshot.findFirstOrThrow({
    where: { process: { subjectId: id } },
    select: { id: true, document: true },
  });
  expect(openSnapshot(vault, snapshot).person.name).toMatch(/^Canária/);
  expect(await readSelfie({ ...analyst, vault }, selfies[at % selfies.length] ?? "")).toHaveLength(60_000);
}

const keysIn = (byKey: Record<string, Record<string, number>>) => [
  ...new Set(Object.values(byKey).flatMap((counts) => Object.keys(counts))),
];

describe("the change of the data key", () => {
  it(`survives ${KILLS} kills under load: no read fails, no row is left, the old key opens nothing`, async () => {
    expect(keysIn(await countByKey({ db: world.db, storage, vault: both }))).toEqual(["k1"]);
    const load = { goes: true, reads: 0, errors: [] as unknown[] };
    const reading = (async () => {
      while (load.goes) {
        await readOne(both, load.reads).catch((error: unknown) => load.errors.push(error));
        load.reads += 1;
      }
    })();
    let killed = 0;
    while (killed < KILLS) {
      const child = await startRotating();
      const ended = once(child, "exit");
      await sleep(5 + killed * 12);
      const wasAlive = child.exitCode === null && child.kill("SIGKILL");
      await ended;
      if (!wasAlive) break;
      killed += 1;
      // While it is not done, people are added by processes that know the new key, and by one that does not yet.
      const { subjectId } = await aPerson(world.db, { vault: killed % 2 ? both : oldVault });
      await lookUp(subjectId);
      subjects.push(subjectId);
    }
    const ctx = programCtx(world.db, { storage, vault: both });
    const rotated = await rotateKeys(ctx);
    load.goes = false;
    await reading;
    expect({ killed, errors: load.errors, isDone: rotated.isDone, unreadable: rotated.unreadable }).toEqual({
      killed: KILLS,
      errors: [],
      isDone: true,
      unreadable: 0,
    });
    expect(load.reads).toBeGreaterThan(50);
    expect(keysIn(rotated.byKey)).toEqual(["k2"]);
    expect(rotated.byKey["subject.cpf"]).toEqual({ k2: PEOPLE + KILLS });
    expect(rotated.byKey["storage.selfies"]).toEqual({ k2: selfies.length });
    // Without the old key everything opens.
    for (let at = 0; at < subjects.length; at += 1) await readOne(newVault, at);
    const told = await world.db.auditEvent.findMany({
      where: { action: "key.rotate" },
      orderBy: { seq: "asc" },
    });
    expect(told.map(({ detail }) => (detail as { step: string }).step)).toEqual(["begin", "end"]);
  }, 120_000);

  it("does nothing, and says nothing, where all lies under the newest", async () => {
    const before = await world.db.auditEvent.count({ where: { action: "key.rotate" } });
    const again = await rotateKeys(programCtx(world.db, { storage, vault: both }));
    expect([again.isDone, again.resealed]).toEqual([true, 0]);
    expect(await world.db.auditEvent.count({ where: { action: "key.rotate" } })).toBe(before);
  });

  it("leaves what it cannot open as it is, and says how many", async () => {
    const person = await aPerson(world.db, {
      vault: createVault([{ id: "lost", key: randomBytes(32) }], indexKey),
    });
    const rotated = await rotateKeys(programCtx(world.db, { storage, vault: both }));
    expect([rotated.isDone, rotated.unreadable]).toEqual([false, 3]);
    const { cpf } = await world.db.subject.findUniqueOrThrow({ where: { id: person.subjectId } });
    expect(both.keyOf(cpf)).toBe("lost");
  });

  it("changes of a snapshot the key alone: not under the same key, not to another length, not what changed", async () => {
    const { id, document } = await world.db.processSnapshot.findFirstOrThrow({
      select: { id: true, document: true },
    });
    const place = { table: "process_snapshot", row: id, column: "document" };
    const plain = both.open(place, document);
    const reseal = async (fresh: Uint8Array, old: Uint8Array = document) => {
      const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
      const given = [{ id, old: createHash("sha256").update(old).digest("base64"), fresh: base64(fresh) }];
      const [row] = await world.db.$queryRaw<{ changed: number }[]>`
        SELECT reseal_snapshots(${JSON.stringify(given)}::jsonb) AS changed`;
      return row?.changed;
    };
    expect(await reseal(both.seal(place, plain))).toBe(0);
    expect(await reseal(both.seal(place, plain.replace("OK", "NO")))).toBe(0);
    expect(await reseal(oldVault.seal(place, `${plain} `))).toBe(0);
    expect(await reseal(oldVault.seal(place, plain), new Uint8Array([1]))).toBe(0);
    expect(await reseal(oldVault.seal(place, plain))).toBe(1);
  });

  it("knows every column that the schema could seal", async () => {
    const { rows } = await withClient(world.url, (client) =>
      client.query<{ name: string }>(
        `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type = 'bytea' ORDER BY 1`,
      ),
    );
    const HASHES = /(_hash|sha256|_index|^audit_.*|\.key|\.account|_id|signature|head|root|hash)$/;
    const sealed = rows
      .map(({ name }) => name)
      .filter((name) => !HASHES.test(name) && !name.startsWith("audit_"));
    expect(sealed.sort()).toEqual(SEALED_COLUMNS.map(({ name }) => name).sort());
  });
});

async function lookUp(subjectId: string): Promise<void> {
  const row = await world.db.subject.findUniqueOrThrow({ where: { id: subjectId }, select: SUBJECT_COLUMNS });
  const { cpf, name, email, phone } = clearAsFar(both, row);
  const process = await world.db.process.create({
    data: { id: randomUUID(), subjectId, outcome: "approve", state: "PROCESS_STATE_FINISHED" },
    select: { id: true },
  });
  await addSnapshot(analyst, {
    processId: process.id,
    takenAt: new Date(),
    vault: oldVault,
    person: { cpf: cpf ?? "", name: name ?? "", email: email ?? "", phone: phone ?? "" },
  });
}
