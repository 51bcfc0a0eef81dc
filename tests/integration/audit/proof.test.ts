import fs from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyFile } from "#lib/audit-verifier/verify-export.ts";
import { Forbidden } from "#lib/auth/roles.ts";
import { publicOf, sealBlock } from "#lib/features/audit/blocks.ts";
import { checkedBefore, checkProof } from "#lib/features/audit/check-jobs.ts";
import { folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import { exportProof, proofOfEvent } from "#lib/features/audit/exporting-proof.ts";
import { proofState } from "#lib/features/audit/proof-state.ts";
import type { ExportLine } from "#lib/features/audit/proof-types.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { type Log, newKey, openLog, pemOf, program } from "#tests/rigs/audit/log.ts";
import { ctxFor, programCtx } from "#tests/support/ctx.ts";
import { freshDatabase, type TestDatabase } from "#tests/support/database.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

const dir = openTemporaryFolder("proof");
const open: { log: Log; database: TestDatabase }[] = [];
async function newLog(name: string): Promise<Log> {
  const database = await freshDatabase();
  const made = openLog(database.url, path.join(dir, name));
  open.push({ log: made, database });
  return made;
}
let log: Log;
beforeAll(async () => {
  log = await newLog("proof");
  await log.write(30);
  await log.seal(log.key, 12);
});
afterAll(async () => {
  for (const each of open) {
    await each.log.close();
    await each.database.drop();
  }
  fs.rmSync(dir, { recursive: true, force: true });
});

const place = (name: string) => path.join(dir, name);
const asOwner = (url: string, sql: string) => withClient(url, (client) => client.query(sql));
const seqsOf = async ({ db }: Log) =>
  (await db.auditEvent.findMany({ select: { seq: true }, orderBy: { seq: "asc" } })).map(({ seq }) =>
    Number(seq),
  );
async function linesOf(lines: AsyncIterable<ExportLine>): Promise<ExportLine[]> {
  const all: ExportLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}
const write = (name: string, lines: readonly unknown[]) => {
  fs.writeFileSync(place(name), `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
  return place(name);
};
const readable = () => ({ ...program(), readDb: log.db });
const pem = () => pemOf(log.key.privateKey);

describe("the proof of one event", () => {
  it("checks without the program, and no longer once a byte of it is another", async () => {
    for (const seq of (await seqsOf(log)).slice(0, 15)) {
      const proof = await proofOfEvent(readable(), seq);
      if (!proof.ok) throw new Error(proof.failure.code);
      const file = write("event.json", [proof.value]);
      expect(await verifyFile(file, [pem()])).toMatchObject({ bad: null, events: 1 });
      const other = write("other.json", [
        { ...proof.value, event: { ...proof.value.event, outcome: "refused" } },
      ]);
      expect((await verifyFile(other, [pem()])).bad).toMatch(/^row_hash/);
      const moved = write("moved.json", [{ ...proof.value, event: { ...proof.value.event, seq: seq + 1 } }]);
      expect((await verifyFile(moved, [pem()])).bad).toMatch(/^root/);
      expect((await verifyFile(file, [pemOf(newKey().privateKey)])).bad).toMatch(/^key/);
    }
  });
  it("is not there before the event is sealed, nor for what nobody wrote, nor for everybody", async () => {
    const fresh = await newLog("fresh");
    await fresh.write(1);
    const [seq = 0] = await seqsOf(fresh);
    const ctx = { ...program(), readDb: fresh.db };
    expect(await proofOfEvent(ctx, seq)).toMatchObject({ ok: false, failure: { code: "not_sealed" } });
    expect(await proofOfEvent(ctx, 999_999)).toMatchObject({ ok: false, failure: { code: "not_found" } });
    for (const role of ["support", "analyst"] as const) {
      const person = await ctxFor(fresh.db, role);
      await expect(proofOfEvent(person, seq)).rejects.toBeInstanceOf(Forbidden);
      await expect(proofState(person)).rejects.toBeInstanceOf(Forbidden);
      await expect(linesOf(exportProof(person, { seqs: [[seq]] }))).rejects.toBeInstanceOf(Forbidden);
    }
  });
});

describe("an export", () => {
  it("of chosen events checks by a path each, in whatever order", async () => {
    const all = await seqsOf(log);
    const seqs = [...all].reverse().filter((_, i) => i % 3 === 0);
    await log.write(1);
    const unsealed = (await seqsOf(log)).at(-1) ?? 0;
    const lines = await linesOf(
      exportProof(readable(), { seqs: [seqs.slice(0, 4), [...seqs.slice(4), unsealed]] }),
    );
    expect(lines.filter(({ kind }) => kind === "block")).toHaveLength(3);
    const file = write("selection.jsonl", lines);
    expect(await verifyFile(file, [pem()])).toEqual({
      bad: null,
      from: null,
      to: null,
      blocks: 3,
      events: seqs.length + 1,
      unsealed: 1,
      unproved: 0,
    });
    const cut = write("cut.jsonl", [...lines.slice(0, 5), ...lines.slice(6)]);
    expect((await verifyFile(cut, [pem()])).bad).toMatch(/^(count|root)/);
    expect((await verifyFile(write("short.jsonl", lines.slice(0, -1)), [pem()])).bad).toMatch(/^end/);
  });
});

describe("an export that somebody bent", () => {
  it("is not taken for what it was: headers, ends, members twice, events without their proof", async () => {
    const lines = await linesOf(exportProof(readable(), { seqs: [(await seqsOf(log)).slice(0, 3)] }));
    const [header, ...rest] = lines;
    const verdict = async (name: string, bent: readonly unknown[]) => verifyFile(write(name, bent), [pem()]);
    expect((await verdict("two.jsonl", [header, header, ...rest])).bad).toMatch(/^form/);
    expect((await verdict("late.jsonl", [rest[0], header, ...rest.slice(1)])).bad).not.toBeNull();
    expect((await verdict("more.jsonl", [...lines, rest.at(-1)])).bad).toMatch(/^end/);
    const bare = lines.map((line) => (line.kind === "event" ? { ...line, inclusion: null } : line));
    expect(await verdict("bare.jsonl", bare)).toMatchObject({ bad: null, unsealed: 3, unproved: 0 });
    const blockless = bare.filter(({ kind }) => kind !== "block");
    const cut = blockless.map((line) => (line.kind === "end" ? { ...line, blocks: 0 } : line));
    expect(await verdict("blockless.jsonl", cut)).toMatchObject({ bad: null, unsealed: 0, unproved: 3 });
    const twice = lines.map((line) =>
      JSON.stringify(line).replace('"outcome":', '"outcome":"refused","outcome":'),
    );
    fs.writeFileSync(place("twice.jsonl"), twice.join("\n"));
    expect((await verifyFile(place("twice.jsonl"), [pem()])).bad).toMatch(/^form/);
  });
  it("is bad, and nothing is thrown, where a proof has no path", async () => {
    const [seq = 0] = await seqsOf(log);
    const proof = await proofOfEvent(readable(), seq);
    if (!proof.ok) throw new Error(proof.failure.code);
    const { path: _path, ...inclusion } = proof.value.inclusion;
    const file = write("pathless.json", [{ ...proof.value, inclusion }]);
    expect((await verifyFile(file, [pem()])).bad).toMatch(/^root/);
  });
});

describe("what is stored and read again", () => {
  it("is spelled as it was before, over 10,000 payloads", { timeout: 60_000 }, async () => {
    const texts = fc.sample(
      fc.json({ maxDepth: 4, noUnicodeString: false }).filter((json) => !/\\u0000|\\ud[89a-f]/i.test(json)),
      10_000,
    );
    const { canonicalJson } = await import("#lib/features/audit/canonical.ts");
    const stored = await withClient(log.url, async (client) => {
      const { rows } = await client.query<{ value: never }>(
        "SELECT value::jsonb FROM unnest($1::text[]) AS value",
        [texts.map((json) => canonicalJson(JSON.parse(json)))],
      );
      return rows.map(({ value }) => canonicalJson(value));
    });
    expect(stored).toEqual(texts.map((json) => canonicalJson(JSON.parse(json))));
  });
});

describe("the check that runs by itself", () => {
  it("goes on from where it was, keeps what it found, and looks again at what does not hold", async () => {
    const own = await newLog("own");
    const ctx = programCtx(own.db);
    const deps = { url: own.url, checkpoints: own.checkpoints, key: own.key.privateKey };
    await own.write(5);
    await own.seal();
    expect(await checkProof(ctx, deps, true)).toMatchObject({ bad: null, events: 5 });
    await own.write(3);
    await own.seal();
    // The check itself was told of in the log.
    expect(await checkProof(ctx, deps, false)).toMatchObject({ bad: null, events: 4, blocks: 1 });
    expect((await checkedBefore(ctx, own.checkpoints))?.number).toBe(2);
    await own.write(2);
    await own.seal();
    await asOwner(
      own.url,
      `ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET outcome = 'failed' WHERE seq = (SELECT max(seq) FROM audit_event)`,
    );
    const seq = (await seqsOf(own)).at(-1);
    for (let round = 0; round < 2; round += 1)
      expect(await checkProof(ctx, deps, false)).toMatchObject({ bad: { check: "row_hash", block: 3, seq } });
    const { lastCheck, lastFullCheckAt, checkpoint } = await proofState({ ...program(), db: own.db });
    expect(lastCheck).toMatchObject({ isFull: false, bad: { check: "row_hash", block: 3, seq } });
    expect(lastFullCheckAt).toBeInstanceOf(Date);
    expect(checkpoint).toMatchObject({ block: 3, failingSince: null });
    expect(await own.db.auditEvent.count({ where: { action: "audit.check", outcome: "failed" } })).toBe(2);
  });
});

describe("an alarm", () => {
  it("is raised by each check after it, until what was touched is as it was", async () => {
    const hurt = await newLog("hurt");
    const ctx = programCtx(hurt.db);
    const deps = { url: hurt.url, checkpoints: hurt.checkpoints, key: hurt.key.privateKey };
    for (let round = 0; round < 4; round += 1) {
      await hurt.write(2);
      await hurt.seal();
    }
    expect(await checkProof(ctx, deps, false)).toMatchObject({ bad: null, blocks: 4 });
    const [, , , seq = 0] = await seqsOf(hurt);
    const set = (outcome: string) =>
      asOwner(
        hurt.url,
        `ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET outcome = '${outcome}' WHERE seq = ${seq}`,
      );
    await set("refused");
    const bad = { check: "row_hash", block: 2, seq };
    expect(await checkProof(ctx, deps, true)).toMatchObject({ bad });
    await hurt.seal();
    for (let round = 0; round < 2; round += 1)
      expect(await checkProof(ctx, deps, false)).toMatchObject({ bad });
    expect((await proofState({ ...program(), db: hurt.db })).lastCheck).toMatchObject({ bad, upToBlock: 1 });
    await set("done");
    expect(await checkProof(ctx, deps, false)).toMatchObject({ bad: null });
  });
});

describe("the copy outside", () => {
  it("that cannot be written is told of, while sealing goes on, and is taken up again", async () => {
    const lost = await newLog("lost");
    fs.writeFileSync(place("lost"), "a file where a folder is due");
    await lost.write(2);
    const { blocks, copied } = await lost.seal();
    expect(blocks).toHaveLength(1);
    expect(copied.ok).toBe(false);
    const before = await proofState({ ...program(), db: lost.db });
    expect(before.checkpoint.failingSince).toBeInstanceOf(Date);
    fs.rmSync(place("lost"));
    expect((await lost.seal()).copied.ok).toBe(true);
    expect((await proofState({ ...program(), db: lost.db })).checkpoint).toMatchObject({
      block: 1,
      failingSince: null,
    });
    expect((await lost.check()).bad).toBeNull();
  });
  it("is not written over by a log that was cut, nor by another one", async () => {
    const cut = await newLog("cut");
    await cut.write(2);
    await cut.seal();
    const kept = cut.copies();
    await asOwner(cut.url, "ALTER TABLE audit_block DISABLE TRIGGER USER; DELETE FROM audit_block");
    await cut.write(1);
    const { copied } = await cut.seal(newKey());
    expect(copied).toMatchObject({ ok: false, why: expect.stringContaining("audit:verify") });
    expect(cut.copies()).toEqual(kept);
  });
  it("stands in files by number, and may hold an older block again if it is that one", async () => {
    const again = await newLog("again");
    for (let round = 0; round < 3; round += 1) {
      await again.write(1);
      await again.seal();
    }
    const [first = "", second = ""] = again.copies();
    const name = "checkpoints-000000000000000.jsonl";
    expect(fs.readdirSync(place("again")).filter((each) => each.endsWith(".jsonl"))).toEqual([name]);
    fs.appendFileSync(path.join(place("again"), name), `${first}\n`);
    expect((await again.check()).bad).toBeNull();
    const { form: _f, keyId: _k, head: _h, signature: _s, ...head } = JSON.parse(second);
    const other = sealBlock({ ...head, root: "ab".repeat(32) }, again.key);
    fs.appendFileSync(path.join(place("again"), name), `${JSON.stringify(other)}\n`);
    expect((await again.check()).bad).toEqual({ check: "checkpoint", block: 2, seq: null });
  });
  it("begins with the file of the number asked for, and keeps no key under the name of another", async () => {
    const far = folderCheckpoints(`file:${place("far")}`);
    const block = (number: number) =>
      sealBlock(
        {
          number,
          previous: "00".repeat(32),
          root: "00".repeat(32),
          count: 1,
          total: number,
          xidFrom: number,
          xidUntil: number + 1,
          sealedAt: new Date(0).toISOString(),
        },
        log.key,
      );
    for (const number of [1, 9_999, 10_000, 20_001]) await far.append(block(number));
    const numbers = async (from: number) => {
      const found: unknown[] = [];
      for await (const copy of far.all(from)) found.push(copy?.number);
      return found;
    };
    expect(await numbers(0)).toEqual([1, 9_999, 10_000, 20_001]);
    expect(await numbers(10_500)).toEqual([10_000, 20_001]);
    expect(await far.newest()).toMatchObject({ number: 20_001 });
    expect(await far.newestUpTo(19_999)).toMatchObject({ number: 10_000 });
    await far.keepKey(log.key.id, pem());
    await far.keepKey(log.key.id, pem());
    await expect(far.keepKey(log.key.id, pemOf(newKey().privateKey))).rejects.toThrow("another key");
    expect(await far.keys()).toEqual([pem()]);
  });
  it("survives half a line", async () => {
    const torn = await newLog("torn");
    await torn.write(1);
    await torn.seal();
    const name = fs.readdirSync(place("torn")).find((each) => each.endsWith(".jsonl")) ?? "";
    fs.appendFileSync(path.join(place("torn"), name), '{"form":"contraprova/audit-bl');
    expect((await torn.check()).bad).toBeNull();
    await torn.write(1);
    await torn.seal();
    expect(torn.copies()).toHaveLength(2);
    expect((await torn.check()).bad).toBeNull();
  });
});

describe("a long life", () => {
  it("goes on under a new key, which the log tells of; the old one may be distrusted from a block on", async () => {
    const old = await newLog("rotated");
    await old.write(3);
    await old.seal();
    const fresh = newKey();
    await old.write(2);
    await old.seal(fresh);
    await old.seal(fresh);
    expect(await old.db.auditEvent.findFirst({ where: { action: "audit.key" } })).toMatchObject({
      entityId: fresh.id,
      detail: { before: old.key.id, block: 2 },
    });
    expect((await old.check()).bad).toEqual({ check: "key", block: 2, seq: null });
    const keys = new Map([...old.trust.keys, [fresh.id, publicOf(fresh.privateKey)]]);
    expect(await old.check({ keys })).toMatchObject({ bad: null, blocks: 3, events: 6 });
    expect(await old.checkpoints.keys()).toHaveLength(2);

    // The old key falls into other hands: what is signed with it after its last good block no longer holds.
    await old.write(1);
    await old.seal(old.key);
    expect((await old.check({ keys })).bad).toBeNull();
    const distrusted = new Map([[old.key.id, 1]]);
    expect((await old.check({ keys, distrusted })).bad).toEqual({ check: "key", block: 4, seq: null });
  });

  it("tells once of each key that two processes take turns with, and the check of the one that came back", async () => {
    const torn = await newLog("turns");
    const other = newKey();
    for (let turn = 0; turn < 4; turn += 1) {
      for (const key of [torn.key, other]) {
        await torn.write(1);
        await torn.seal(key);
      }
    }
    const told = await torn.db.auditEvent.findMany({
      where: { action: "audit.key" },
      select: { entityId: true },
      orderBy: { seq: "asc" },
    });
    expect(told.map(({ entityId }) => entityId)).toEqual([other.id, torn.key.id]);
    const keys = new Map([...torn.trust.keys, [other.id, publicOf(other.privateKey)]]);
    expect(await torn.check({ keys })).toMatchObject({
      bad: null,
      anomalies: 2,
      firstAnomalies: [
        { kind: "key_back", block: 3, seq: null },
        { kind: "key_back", block: 4, seq: null },
      ],
    });
  });

  it("keeps the order when the clock steps back an hour, says so, and cries no tampering", async () => {
    const back = await newLog("clock");
    await back.write(3);
    await back.write(2, () => new Date(Date.now() - 3_600_000));
    await back.write(1);
    await back.seal();
    expect(await back.check()).toMatchObject({
      bad: null,
      events: 6,
      anomalies: 2,
      firstAnomalies: [{ kind: "clock_back", block: 1 }, {}],
    });
    await back.write(1, () => new Date(Date.now() - 3_600_000));
    await back.seal();
    const { bad, firstAnomalies } = await back.check();
    expect(bad).toBeNull();
    expect(firstAnomalies.at(-1)).toMatchObject({
      kind: "back_dated",
      block: 2,
      seq: (await seqsOf(back)).at(-1),
    });
  });

  it("holds across a month that was archived, and not when single events are made into hashes", async () => {
    const long = await newLog("archived");
    const january = new Date("2025-01-15T12:00:00Z");
    await asOwner(
      long.url,
      "CREATE TABLE audit_month.m202501 PARTITION OF audit_event FOR VALUES FROM ('2025-01-01Z') TO ('2025-02-01Z')",
    );
    await long.write(4, () => january);
    // A block that stands on both sides of the boundary.
    await long.write(2);
    const archive = (month: string) => asOwner(long.url, `SELECT audit_archive_month(${month}::date)`);
    await expect(archive("'2025-01-01'")).rejects.toThrow("not sealed");
    await long.seal();
    await long.write(2);
    await long.seal();
    await expect(archive("date_trunc('month', now())")).rejects.toThrow("younger than 365 days");
    await archive("'2025-01-01'");
    expect(await proofState({ ...program(), db: long.db })).toMatchObject({ archived: 4, unsealed: 0 });
    expect(await long.db.auditEvent.count()).toBe(4);
    expect(await long.check()).toMatchObject({ bad: null, events: 8, archived: 4 });
    await long.export(place("archived.jsonl"));
    const seq = (await seqsOf(long)).at(-1) ?? 0;
    await asOwner(
      long.url,
      `ALTER TABLE audit_event DISABLE TRIGGER USER;
      INSERT INTO audit_archived (xid, seq, at, hash) SELECT xid, seq, at, hash FROM audit_event WHERE seq = ${seq};
      DELETE FROM audit_event WHERE seq = ${seq}`,
    );
    expect((await long.check()).bad).toEqual({ check: "archive", block: 2, seq });
  });

  it("raises no false alarm over fifty rounds of work", async () => {
    const steady = await newLog("steady");
    for (let round = 0; round < 50; round += 1) {
      await steady.write(1 + (round % 4));
      if (round % 3 !== 0) await steady.seal(steady.key, 1 + (round % 5));
      expect(await steady.check()).toMatchObject({ bad: null, anomalies: 0 });
    }
  }, 60_000);
});
