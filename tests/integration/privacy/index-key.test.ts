import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readReadiness } from "#lib/features/health/service.ts";
import { claimIndexKey, rotateIndex } from "#lib/features/rotation/index-key.ts";
import { ensureSubject, findSubjectByCpf } from "#lib/features/subjects/repository.ts";
import { createVault, type Vault } from "#lib/privacy/vault.ts";
import { openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCpf } from "#tests/support/factories.ts";
import { aPerson } from "#tests/support/privacy.ts";

const PEOPLE = Number(process.env.INDEXED_PEOPLE ?? 300);
const KILLS = 10;
const SCRIPT = fileURLToPath(new URL("rotating-process.ts", import.meta.url));

const ring = [{ id: "k1", key: randomBytes(32) }];
const [older, newer] = [randomBytes(32), randomBytes(32)];
const oldAlone = createVault(ring, older);
const oldFirst = createVault(ring, older, newer);
const newFirst = createVault(ring, newer, older);
const newAlone = createVault(ring, newer);

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.end());

const ctxOf = (vault: Vault) => programCtx(world.db, { vault });
const claim = (vault: Vault) => claimIndexKey(ctxOf(vault));
const indexOf = async (vault: Vault) => (await readReadiness(world.db, vault.indexKeys)).index;
const told = () => world.db.auditEvent.findMany({ where: { action: "key.index" }, orderBy: { seq: "asc" } });

describe("a start", () => {
  it("says under which key CPFs are indexed, once, and is refused with another", async () => {
    expect(await claim(oldAlone)).toMatchObject({ ok: true });
    expect(await claim(oldAlone)).toMatchObject({ ok: true });
    expect((await told()).map(({ detail }) => detail)).toEqual([{ step: "claim" }]);
    const refused = await claim(newAlone);
    const line = refused.ok ? "" : refused.failure.line;
    expect(line).toMatch(/^INDEX_KEY [^\n]+$/);
    for (const word of [oldAlone.indexKeys[0], newAlone.indexKeys[0], "npm run rotate"])
      expect(line).toContain(word);
    for (const key of [older, newer]) {
      expect(line).not.toContain(key.toString("base64"));
      expect(line).not.toContain(key.toString("hex").slice(0, 16));
    }
    expect([await indexOf(oldAlone), await indexOf(newAlone)]).toEqual(["right", "changed"]);
  });

  it("is refused with another key by the people who are there, where nobody said yet which it is", async () => {
    await aPerson(world.db, { vault: oldAlone });
    expect(await claim(newAlone)).toMatchObject({ ok: false, failure: { code: "changed" } });
    expect(await world.db.indexKey.count()).toBe(0);
    expect(await claim(oldAlone)).toMatchObject({ ok: true });
  });

  it("with another key makes nobody a second time", async () => {
    await claim(oldAlone);
    const { cpf } = await aPerson(world.db, { vault: oldAlone });
    await expect(ensureSubject(world.db, newAlone, { cpf })).rejects.toThrow("INDEX_KEY");
    expect(await ensureSubject(world.db, newFirst, { cpf })).toBe(
      (await findSubjectByCpf(world.db, oldAlone, cpf))?.id,
    );
  });
});

describe("the change of the key of the index", () => {
  it("makes one row of a person, whoever writes under which key", async () => {
    await claim(oldFirst);
    await claim(newFirst);
    const cpfs = Array.from({ length: 30 }, () => aCpf());
    const ids = await Promise.all(
      cpfs.flatMap((cpf) => [oldFirst, newFirst].map((vault) => ensureSubject(world.db, vault, { cpf }))),
    );
    expect(new Set(ids).size).toBe(30);
    expect(await world.db.subject.count()).toBe(30);
  });

  it(`survives ${KILLS} kills under load: no search fails, no row is left, the old key finds nobody`, async () => {
    await claim(oldFirst);
    const people = [];
    for (let i = 0; i < PEOPLE; i += 1) people.push(await aPerson(world.db, { vault: oldAlone }));
    await claim(newFirst);
    const load = { goes: true, searches: 0, errors: [] as unknown[] };
    const searching = (async () => {
      for (; load.goes; load.searches += 1) {
        const person = people[load.searches % people.length];
        const vault = load.searches % 2 ? oldFirst : newFirst;
        const found = await findSubjectByCpf(world.db, vault, person?.cpf ?? "").catch(
          (error: unknown) => error,
        );
        if (JSON.stringify(found) !== JSON.stringify({ id: person?.subjectId, name: person?.name }))
          load.errors.push(found);
      }
    })();
    let killed = 0;
    while (killed < KILLS) {
      const child = fork(SCRIPT, {
        execArgv: ["--conditions=react-server"],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      await once(child, "message");
      child.send({
        url: world.url,
        folder: "none",
        ring: ring.map(({ id, key }) => ({ id, key: key.toString("base64") })),
        indexRing: [newer, older].map((key) => key.toString("base64")),
      });
      await once(child, "message");
      const ended = once(child, "exit");
      await sleep(5 + killed * 5);
      const wasAlive = child.exitCode === null && child.kill("SIGKILL");
      await ended;
      if (!wasAlive) break;
      killed += 1;
      people.push(await added(await ensureSubject(world.db, newFirst, { cpf: aCpf() })));
    }
    const rotated = await rotateIndex(ctxOf(newFirst));
    load.goes = false;
    await searching;
    expect({ killed, errors: load.errors, ...rotated }).toMatchObject({
      killed: KILLS,
      errors: [],
      isDone: true,
      left: 0,
      unreadable: 0,
    });
    expect(load.searches).toBeGreaterThan(50);
    expect(rotated.moved).toBe(PEOPLE);
    for (const { cpf, subjectId } of people) {
      expect((await findSubjectByCpf(world.db, newAlone, cpf))?.id).toBe(subjectId);
      expect(await findSubjectByCpf(world.db, oldAlone, cpf)).toBeNull();
    }
    const steps = (await told()).map(({ detail }) => (detail as { step: string }).step);
    expect(steps).toEqual(["claim", "claim", "begin", "end"]);
  }, 120_000);

  it("closes the old key: who still has it is not ready and puts nobody under it", async () => {
    await claim(oldFirst);
    const { cpf } = await aPerson(world.db, { vault: oldAlone });
    await claim(newFirst);
    expect([await indexOf(oldFirst), await indexOf(newFirst)]).toEqual(["right", "right"]);
    expect([await indexOf(oldAlone), await indexOf(newAlone)]).toEqual(["changed", "changed"]);
    expect(await rotateIndex(ctxOf(newFirst))).toMatchObject({ isDone: true, moved: 1 });
    expect(await rotateIndex(ctxOf(newFirst))).toMatchObject({ isDone: true, moved: 0 });
    expect([await indexOf(newFirst), await indexOf(newAlone)]).toEqual(["right", "right"]);
    expect([await indexOf(oldFirst), await indexOf(oldAlone)]).toEqual(["changed", "changed"]);
    for (const vault of [oldFirst, oldAlone])
      await expect(ensureSubject(world.db, vault, { cpf: aCpf() })).rejects.toThrow("INDEX_KEY");
    expect(await claim(newAlone)).toMatchObject({ ok: true });
    expect(await claim(oldAlone)).toMatchObject({ ok: false });
    expect((await findSubjectByCpf(world.db, newAlone, cpf))?.id).toBeDefined();
    // A way back: what is started with the old one in front takes it up again.
    expect(await claim(oldFirst)).toMatchObject({ ok: true });
    expect(await rotateIndex(ctxOf(oldFirst))).toMatchObject({ isDone: true, moved: 1 });
  });

  it("tells of whom it cannot turn, and keeps the old key in use", async () => {
    await claim(oldFirst);
    const { cpf } = await aPerson(world.db, { vault: oldAlone });
    await aPerson(world.db, { vault: newAlone, cpf });
    await aPerson(world.db, { vault: createVault([{ id: "lost", key: randomBytes(32) }], older) });
    await claim(newFirst);
    expect(await rotateIndex(ctxOf(newFirst))).toMatchObject({ isDone: false, left: 1, unreadable: 1 });
    expect(await indexOf(newAlone)).toBe("changed");
    expect((await told()).at(-1)).toMatchObject({ outcome: "failed", detail: { left: 1, unreadable: 1 } });
  });
});

async function added(subjectId: string) {
  const { cpf } = await world.db.subject.findUniqueOrThrow({ where: { id: subjectId } });
  return {
    subjectId,
    name: null,
    cpf: newFirst.open({ table: "subject", row: subjectId, column: "cpf" }, cpf),
  };
}
