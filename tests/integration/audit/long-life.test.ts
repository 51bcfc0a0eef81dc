import { afterAll, describe, expect, it } from "vitest";
import { publicOf } from "#lib/features/audit/blocks.ts";
import { checkedBefore, checkProof } from "#lib/features/audit/check-jobs.ts";
import { proofState } from "#lib/features/audit/proof-state.ts";
import { newKey, program } from "#tests/rigs/audit/log.ts";
import { programCtx } from "#tests/support/ctx.ts";
import { asOwner, ownLogs, seqsOf } from "./own-logs.ts";

const { newLog, place, end } = ownLogs("long-life");
afterAll(end);

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
