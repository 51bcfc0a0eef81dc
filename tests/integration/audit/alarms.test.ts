import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { openScopedDatabases } from "#lib/db/client.ts";
import { checkProof } from "#lib/features/audit/check-jobs.ts";
import {
  OVER_AFTER_S,
  raiseProofAlarms,
  readProof,
  readProofAlarms,
} from "#lib/features/audit/proof-alarms.ts";
import { proofState } from "#lib/features/audit/proof-state.ts";
import { findAuditEvent } from "#lib/features/audit/service.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { program } from "#tests/rigs/audit/log.ts";
import { ctxFor, programCtx } from "#tests/support/ctx.ts";
import { ownLogs } from "./own-logs.ts";

const { newLog, end } = ownLogs("alarms");
afterAll(end);

async function aLog(name: string) {
  const log = await newLog(name);
  const ctx = programCtx(log.db);
  const deps = { url: log.url, checkpoints: log.checkpoints, key: log.key.privateKey };
  return {
    log,
    ctx,
    check: (isFull: boolean) => checkProof(ctx, deps, isFull),
    touch: (sql: string) =>
      withClient(log.url, (client) => client.query(`ALTER TABLE audit_event DISABLE TRIGGER USER; ${sql}`)),
    told: async () =>
      (await log.db.auditEvent.findMany({ where: { action: "audit.alarm" }, orderBy: { seq: "asc" } })).map(
        ({ outcome, detail }) => ({ outcome, ...(detail as { alarm: string; over: boolean }) }),
      ),
    age: (seconds: number) => log.db.$executeRaw`
      UPDATE raised_alert SET seen_at = seen_at - make_interval(secs => ${seconds})`,
  };
}

describe("an alarm of the proof", () => {
  it("is raised once for a place that was touched, and is over once it holds again", async () => {
    const { log, ctx, check, touch, told, age } = await aLog("touched");
    await log.write(3);
    await log.seal();
    await check(true);
    await raiseProofAlarms(ctx);
    expect(await told()).toEqual([]);
    await touch("UPDATE audit_event SET outcome = 'refused' WHERE seq = 2");
    await check(true);
    const manager = await ctxFor(log.db, "manager");
    expect(await readProofAlarms(manager)).toMatchObject([{ kind: "touched", event: 2 }]);
    await Promise.all(Array.from({ length: 5 }, () => raiseProofAlarms(ctx)));
    await raiseProofAlarms(ctx);
    const raised = { outcome: "failed", alarm: "touched", over: false, check: "row_hash", block: 1, seq: 2 };
    expect(await told()).toEqual([raised]);
    // Found again by each check: it stays the one that was raised, and since then.
    const [first] = await readProofAlarms(manager);
    await check(true);
    await raiseProofAlarms(ctx);
    expect((await readProofAlarms(manager))[0]?.since).toEqual(first?.since);
    expect(await told()).toEqual([raised]);

    await touch("UPDATE audit_event SET outcome = 'done' WHERE seq = 2");
    await check(false);
    expect(await readProofAlarms(manager)).toEqual([]);
    await raiseProofAlarms(ctx);
    expect(await told()).toEqual([raised]);
    await age(OVER_AFTER_S);
    await Promise.all(Array.from({ length: 5 }, () => raiseProofAlarms(ctx)));
    expect(await told()).toEqual([raised, { outcome: "done", alarm: "touched", over: true }]);
    // Another place later is another trouble.
    await touch("UPDATE audit_event SET outcome = 'refused' WHERE seq = 1");
    await check(true);
    await raiseProofAlarms(ctx);
    expect((await told()).at(-1)).toMatchObject({ alarm: "touched", over: false, seq: 1 });
  });

  it("is raised where sealing and copying stand still, and not for what comes back at once", async () => {
    const { log, ctx, told, age, check } = await aLog("still");
    const later = { ...ctx, now: () => new Date(Date.now() + 180_000) };
    await log.write(1);
    await log.seal();
    await check(true);
    fs.rmSync(log.folder, { recursive: true });
    fs.writeFileSync(log.folder, "");
    await log.write(1, () => new Date(Date.now() - 180_000));
    await log.seal();
    expect(await told()).toEqual([]);
    await raiseProofAlarms(later);
    await raiseProofAlarms(later);
    expect(await told()).toEqual([{ outcome: "failed", alarm: "copy_late", over: false }]);
    fs.rmSync(log.folder);
    await log.seal();
    await raiseProofAlarms(later);
    await age(OVER_AFTER_S - 60);
    await log.db.auditProofState.updateMany({ data: { checkpointFailingSince: new Date() } });
    await raiseProofAlarms(later);
    expect(await told()).toHaveLength(1);
    await log.db.auditProofState.updateMany({ data: { checkpointFailingSince: null } });
    await age(OVER_AFTER_S);
    await raiseProofAlarms(later);
    expect((await told()).map(({ over }) => over)).toEqual([false, true]);

    const admin = await ctxFor(log.db, "admin");
    await log.seal();
    await log.write(1, () => new Date(Date.now() - 600_000));
    await withClient(log.url, async (client) => {
      await client.query("ALTER TABLE audit_block DISABLE TRIGGER USER");
      await client.query("UPDATE audit_block SET sealed_at = sealed_at - interval '10 minutes'");
    });
    expect((await readProofAlarms(admin)).map(({ kind }) => kind)).toContain("seal_late");
    await raiseProofAlarms(ctx);
    expect((await told()).at(-1)).toEqual({ outcome: "failed", alarm: "seal_late", over: false });
  });

  it("is told where nobody checks, and to nobody who may not read the log", async () => {
    const { log, check } = await aLog("unchecked");
    await log.write(1);
    await log.seal();
    await check(true);
    const manager = await ctxFor(log.db, "manager");
    expect(await readProofAlarms(manager)).toEqual([]);
    const at = (hours: number) => ({ ...manager, now: () => new Date(Date.now() + hours * 3_600_000) });
    expect((await readProofAlarms(at(1))).map(({ kind }) => kind)).toEqual(["check_late"]);
    const { alarms, state } = await readProof(at(37));
    expect(alarms.map(({ kind }) => kind)).toEqual(["check_late", "full_check_late"]);
    expect(alarms.map(({ since }) => since)).toEqual([state.lastCheck?.at, state.lastFullCheckAt]);
    for (const role of ["support", "analyst"] as const)
      await expect(readProofAlarms(await ctxFor(log.db, role))).rejects.toBeInstanceOf(Forbidden);
  });
});

it("state and proof are read by a manager of one branch as by any", async () => {
  const { log, check } = await aLog("branch");
  await log.write(2);
  await log.seal();
  await check(true);
  const scoped = openScopedDatabases(log.url, 2);
  try {
    const db = scoped.of([randomUUID()]);
    const manager = { ...(await ctxFor(log.db, "manager")), db, readDb: db };
    expect(await readProof(manager)).toMatchObject({ alarms: [], state: { lastCheck: { bad: null } } });
    const outside = { checkpoints: log.checkpoints, key: log.key.privateKey };
    expect((await findAuditEvent(manager, 1, outside))?.proof.standing).toBe("proved");
  } finally {
    await scoped.end();
  }
});

describe("clocks that stood elsewhere", () => {
  it("stay counted over the checks that come after, each once, with the way to the first", async () => {
    const { log, check } = await aLog("clocks");
    const anHourAgo = () => new Date(Date.now() - 3_600_000);
    const state = async () => (await proofState({ ...program(), db: log.db })).anomalies;
    await log.write(2);
    await log.write(2, anHourAgo);
    await log.seal();
    await check(false);
    expect(await state()).toEqual({ count: 2, first: { kind: "clock_back", block: 1, seq: 3, event: 3 } });
    await check(false);
    await log.write(1, anHourAgo);
    await log.seal();
    await check(false);
    await check(false);
    expect(await state()).toMatchObject({ count: 3, first: { seq: 3 } });
    // Not every block is copied: those behind the copy are read again.
    const [oldest = ""] = log.copies();
    fs.writeFileSync(path.join(log.folder, "checkpoints-000000000000000.jsonl"), `${oldest}\n`);
    for (let round = 0; round < 2; round += 1) expect((await check(false)).anomalies).toBe(1);
    expect(await state()).toMatchObject({ count: 3, first: { seq: 3 } });
    await check(true);
    expect(await state()).toMatchObject({ count: 3, first: { seq: 3 } });
    await log.seal();
    await withClient(log.url, async (client) => {
      await client.query(
        `UPDATE audit_proof_state SET checked_first_anomaly = '{"kind":"clock_back","block":1,"seq":null}'`,
      );
    });
    expect(await state()).toMatchObject({ first: { seq: null, event: 1 } });
  });
});
