import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { sealBlock } from "#lib/features/audit/blocks.ts";
import { copyNewest } from "#lib/features/audit/copying.ts";
import { proofState } from "#lib/features/audit/proof-state.ts";
import { sealAll } from "#lib/features/audit/sealing.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { type Log, program } from "#tests/rigs/audit/log.ts";
import { sealUnderLoad } from "#tests/rigs/audit/sealing-under-load.ts";
import { makeGround, runWriters } from "#tests/rigs/audit/writers.ts";
import { ownLogs } from "./own-logs.ts";

const { newLog, end } = ownLogs("sealing");
let log: Log;
beforeAll(async () => {
  log = await newLog("first");
});
afterAll(end);

/** Writes an event in a transaction that stays open until told otherwise. */
async function openWriter(url: string) {
  const client = new pg.Client({ connectionString: url, options: "-c role=contraprova_app" });
  client.on("error", () => undefined);
  await client.connect();
  await client.query("BEGIN");
  await client.query(`INSERT INTO audit_event (at, actor_kind, request_id, action, outcome, entity_type, detail, hash)
    VALUES (now(), 'program', gen_random_uuid(), 'case.note', 'done', 'case', '{}', decode(repeat('00', 32), 'hex'))`);
  return client;
}

describe("the sealer", () => {
  it("seals what is over, cuts where a block is full, and does nothing when nothing came", async () => {
    await log.write(25);
    const { blocks } = await log.seal(log.key, 10);
    expect(blocks?.map(({ count }) => count)).toEqual([10, 10, 5]);
    expect((await log.seal()).blocks).toEqual([]);
    expect(await log.check()).toMatchObject({ bad: null, blocks: 3, events: 25, anomalies: 0 });
  });

  it("keeps the events of one transaction together, however many", async () => {
    const big = await newLog("one-transaction");
    await withClient(big.url, (client) =>
      client.query(`INSERT INTO audit_event (at, actor_kind, request_id, action, outcome, entity_type, detail, hash)
        SELECT now(), 'program', gen_random_uuid(), 'case.note', 'done', 'case', '{}', decode(repeat('00', 32), 'hex')
        FROM generate_series(1, 30)`),
    );
    await big.write(5);
    const { blocks } = await big.seal(big.key, 10);
    expect(blocks?.map(({ count }) => count)).toEqual([30, 5]);
  });

  it("waits for a transaction that is not over, and misses nothing of it", async () => {
    const late = await newLog("late");
    const writer = await openWriter(late.url);
    await late.write(3);
    expect(await sealAll(late.db, program(), late.key)).toEqual([]);
    expect(await proofState({ ...program(), db: late.db })).toMatchObject({ unsealed: 3, isLate: false });
    await writer.query("COMMIT");
    await writer.end();
    const { blocks } = await late.seal();
    expect(blocks?.map(({ count }) => count)).toEqual([4]);
    expect(await proofState({ ...program(), db: late.db })).toMatchObject({ unsealed: 0, lagMs: 0 });
  });

  it("works once, whoever else is at it", async () => {
    await log.write(40);
    const rounds = await Promise.all(Array.from({ length: 6 }, () => sealAll(log.db, program(), log.key, 7)));
    const sealed = rounds.flatMap((blocks) => blocks ?? []);
    await log.seal();
    expect(new Set(sealed.map(({ number }) => number)).size).toBe(sealed.length);
    expect((await log.check()).bad).toBeNull();
  });

  it("is shown as late once something waited for two minutes", async () => {
    const stuck = await newLog("stuck");
    await stuck.write(1, () => new Date(Date.now() - 121_000));
    expect(await proofState({ ...program(), db: stuck.db })).toMatchObject({ unsealed: 1, isLate: true });
  });

  it("cannot be held up for longer than a minute: the program's transactions are cut", async () => {
    const [row] = await log.db.$queryRaw<
      { most: string }[]
    >`SELECT current_setting('transaction_timeout') AS most`;
    expect(row?.most).toBe("1min");
    const hasty = openDatabase(log.url, "-c transaction_timeout=300ms");
    const cut = hasty.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE audit_proof_state SET checked_took_ms = 0`;
      await new Promise((done) => setTimeout(done, 800));
      await tx.$queryRaw`SELECT 1`;
    });
    await expect(cut).rejects.toThrow();
    await hasty.$disconnect();
  });
});

describe("a sealer that cannot go on", () => {
  const forge = async (made: Log, sql: string) => {
    await made.write(2);
    await made.seal();
    await withClient(made.url, (client) =>
      client.query(`ALTER TABLE audit_block DISABLE TRIGGER USER; ${sql}`),
    );
    await made.write(3);
  };
  it("says so where its server counts transactions from lower than the log does, and all see it", async () => {
    const moved = await newLog("moved");
    await forge(moved, "SELECT 1");
    const [last] = (await moved.seal()).blocks ?? [];
    if (!last) throw new Error("nothing was sealed");
    const { form: _f, keyId: _k, head: _h, signature: _s, ...head } = last;
    const far = sealBlock({ ...head, xidUntil: head.xidUntil + 1_000_000_000 }, moved.key);
    await withClient(moved.url, (client) =>
      client.query(
        `UPDATE audit_block SET xid_until = $1, head = decode($2, 'hex'), signature = decode($3, 'hex') WHERE number = $4`,
        [far.xidUntil, far.head, far.signature, far.number],
      ),
    );
    await moved.write(4);
    await expect(sealAll(moved.db, program(), moved.key)).rejects.toThrow(/counts transactions from lower/);
    expect(await proofState({ ...program(), db: moved.db })).toMatchObject({ unsealed: 4, isLate: true });
  });
  it.each(["total = total + 1", "signature = set_byte(signature, 0, get_byte(signature, 0) # 1)"])(
    "builds on no block that does not hold: %s",
    async (change) => {
      const hurt = await newLog(change.slice(0, 5));
      await forge(hurt, `UPDATE audit_block SET ${change}`);
      await expect(sealAll(hurt.db, program(), hurt.key)).rejects.toThrow(/block 1 does not hold/);
      expect(await hurt.db.auditBlock.count()).toBe(1);
    },
  );
});

describe("a sealer that knows of blocks", () => {
  it("does not seal over a log that was cut, whether it saw them or they stand outside", async () => {
    const cut = await newLog("cut");
    for (let round = 0; round < 3; round += 1) {
      await cut.write(1);
      await cut.seal();
    }
    const known = { seen: null, copied: null };
    expect(await sealAll(cut.db, program(), cut.key, 10, known)).toEqual([]);
    expect(known.seen).toMatchObject({ number: 3 });
    await withClient(cut.url, (client) =>
      client.query("ALTER TABLE audit_block DISABLE TRIGGER USER; DELETE FROM audit_block WHERE number = 3"),
    );
    const outside = { seen: null, copied: await cut.checkpoints.newest() };
    for (const one of [known, outside]) {
      const sealing = sealAll(cut.db, program(), cut.key, 10, one);
      await expect(sealing).rejects.toThrow(/block 3 is gone or another/);
    }
    expect(await cut.db.auditBlock.count()).toBe(2);
  });
});

describe("a copy that another process is at", () => {
  it("is overdue after two minutes", async () => {
    const slow = await newLog("slow");
    await slow.write(1);
    await withClient(slow.url, async (client) => {
      await client.query("SELECT pg_advisory_lock(7270737002)");
      expect((await slow.seal()).copied).toEqual({ ok: true });
      expect((await proofState({ ...program(), db: slow.db })).checkpoint).toMatchObject({
        isOverdue: false,
      });
      await client.query(
        "ALTER TABLE audit_block DISABLE TRIGGER USER; UPDATE audit_block SET sealed_at = sealed_at - interval '121 s'",
      );
      expect(await copyNewest(slow.db, slow.checkpoints, slow.key)).toMatchObject({ ok: false });
      expect((await proofState({ ...program(), db: slow.db })).checkpoint).toMatchObject({
        isOverdue: true,
        failingSince: expect.any(Date),
      });
    });
  });
});

describe("the program's own role", () => {
  it.each([
    "UPDATE audit_block SET count = 1",
    "DELETE FROM audit_block",
    "TRUNCATE audit_block",
    "UPDATE audit_event SET xid = 1",
    "INSERT INTO audit_archived SELECT xid, seq, at, hash FROM audit_event",
    "SELECT audit_archive_month('2026-01-01')",
    `INSERT INTO audit_event (xid, at, actor_kind, request_id, action, outcome, entity_type, detail, hash)
      SELECT 1, at, actor_kind, request_id, action, outcome, entity_type, detail, hash FROM audit_event LIMIT 1`,
    `INSERT INTO audit_event (seq, at, actor_kind, request_id, action, outcome, entity_type, detail, hash)
      SELECT 1, at, actor_kind, request_id, action, outcome, entity_type, detail, hash FROM audit_event LIMIT 1`,
  ])("may not: %s", async (sql) => {
    const asProgram = withClient(log.url, async (client) => {
      await client.query("SET ROLE contraprova_app");
      return client.query(sql);
    });
    await expect(asProgram).rejects.toMatchObject({ code: "42501", message: /^permission denied/ });
  });
  it("is not alone: blocks are append-only for their owner as well", async () => {
    for (const sql of ["UPDATE audit_block SET count = 1", "DELETE FROM audit_block", "TRUNCATE audit_block"])
      await expect(withClient(log.url, (client) => client.query(sql))).rejects.toThrow(/append-only/);
  });
});

describe("under load", () => {
  it("is checked while people work, without a false alarm", { timeout: 60_000 }, async () => {
    const live = await newLog("live");
    await makeGround(live.url, 8);
    const state = { isOver: false };
    const load = { url: live.url, writers: 8, seconds: 4, isAudited: true, rollbacks: 0.05, pauseMs: 30 };
    const writing = runWriters(load).finally(() => {
      state.isOver = true;
    });
    const sealing = (async () => {
      while (!state.isOver) {
        await sealAll(live.db, program(), live.key);
        await sleep(20);
      }
    })();
    const bad: unknown[] = [];
    let checks = 0;
    while (!state.isOver) {
      const report = await live.check({ checkpoints: null });
      if (report.bad) bad.push(report.bad);
      checks += 1;
    }
    await Promise.all([writing, sealing]);
    expect(bad).toEqual([]);
    expect(checks).toBeGreaterThan(5);
  });

  it("seals each event once, though its sealer is killed and transactions are late or rolled back", {
    timeout: 60_000,
  }, async () => {
    const busy = await newLog("busy");
    const report = await sealUnderLoad(busy, {
      writers: 32,
      seconds: 5,
      rollbacks: 0.05,
      pauseMs: 50,
      kills: 3,
    });
    expect(report).toMatchObject({ unsealed: 0, sealedTwice: 0, wrongCounts: 0, bad: null });
    expect(report.rolledBack).toBeGreaterThan(0);
    // More than one of each writer; how many a second is the bench's to say.
    expect(report.committed).toBeGreaterThan(64);
    expect(report.blocks).toBeGreaterThan(1);
  });
});
