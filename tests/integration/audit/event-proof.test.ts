import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sealBlock } from "#lib/features/audit/blocks.ts";
import { findBlock } from "#lib/features/audit/blocks-repository.ts";
import { folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import { findAuditEvent } from "#lib/features/audit/service.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { newKey } from "#tests/rigs/audit/log.ts";
import { ctxFor } from "#tests/support/ctx.ts";
import { ownLogs, seqsOf } from "./own-logs.ts";

const { newLog, place, end } = ownLogs("event-proof");
afterAll(end);

/** A log of two blocks of three events, copied; and what a manager is told of any of them. */
async function aLog(name: string) {
  const log = await newLog(name);
  const manager = await ctxFor(log.db, "manager");
  for (let round = 0; round < 2; round += 1) {
    await log.write(3);
    await log.seal();
  }
  const seqs = await seqsOf(log);
  const outside = { checkpoints: log.checkpoints, key: log.key.privateKey };
  const told = async (seq: number, other: Partial<typeof outside> = {}, now = () => new Date()) => {
    const event = await findAuditEvent({ ...manager, now }, seq, { ...outside, ...other });
    const steps = event?.proof.steps.map(({ step, word }) => `${step}.${word}`).join(" ");
    return `${event?.proof.standing}: ${steps}`;
  };
  const touch = (sql: string) =>
    withClient(log.url, (client) =>
      client.query(
        `ALTER TABLE audit_event DISABLE TRIGGER USER; ALTER TABLE audit_block DISABLE TRIGGER USER; ${sql}`,
      ),
    );
  const [first = 0, second = 0, , fourth = 0] = seqs;
  return { log, told, touch, first, second, fourth };
}

const PROVED = "proved: content.same block.root signature.good copy.same";

describe("an event in the log", () => {
  it("is proved, each of them, and tells with which block it was copied", async () => {
    const { log, told, first, fourth } = await aLog("whole");
    for (let seq = first; seq <= fourth + 2; seq += 1) expect(await told(seq)).toBe(PROVED);
    const [oldest = "", ...rest] = log.copies();
    fs.writeFileSync(path.join(log.folder, "checkpoints-000000000000000.jsonl"), `${rest.join("\n")}\n`);
    expect(JSON.parse(oldest)).toMatchObject({ number: 1 });
    expect(await told(first)).toBe(PROVED);
  });
  it("waits for its seal and its copy at first, which becomes late", async () => {
    const { log, told } = await aLog("fresh");
    await log.write(1);
    const [{ seq } = { seq: 0n }] = await log.db.auditEvent.findMany({ orderBy: { seq: "desc" }, take: 1 });
    const later = () => new Date(Date.now() + 180_000);
    expect(await told(Number(seq))).toBe("soon: content.same block.soon");
    expect(await told(Number(seq), {}, later)).toBe("late: content.same block.late");
    const empty = folderCheckpoints(`file:${place("empty")}`);
    expect(await told(1, { checkpoints: empty })).toBe(
      "soon: content.same block.root signature.good copy.soon",
    );
    expect(await told(1, { checkpoints: empty }, later)).toBe(
      "late: content.same block.root signature.good copy.late",
    );
  });
  it("cannot be told of where the copies cannot be read, and no old key is cried over", async () => {
    const { told, first } = await aLog("unread");
    fs.writeFileSync(place("a-file"), "");
    const checkpoints = folderCheckpoints(`file:${place("a-file")}`);
    expect(await told(first, { checkpoints })).toBe(
      "open: content.same block.root signature.good copy.unreadable",
    );
    expect(await told(first, { checkpoints, key: newKey().privateKey })).toBe(
      "open: content.same block.root signature.key_unread copy.unreadable",
    );
    const empty = folderCheckpoints(`file:${place("not-mounted")}`);
    expect(await told(first, { checkpoints: empty, key: newKey().privateKey })).toBe(
      "open: content.same block.root signature.key_unread copy.soon",
    );
    // The key of before stands beside the copies.
    expect(await told(first, { key: newKey().privateKey })).toBe(PROVED);
  });
});

describe("an event that somebody touched", () => {
  it("is broken where its content is another, its form included, and no other event is", async () => {
    const { told, touch, first, second, fourth } = await aLog("content");
    await touch(`UPDATE audit_event SET outcome = 'refused' WHERE seq = ${first}`);
    await touch(`UPDATE audit_event SET form = 9 WHERE seq = ${fourth}`);
    expect(await told(first)).toBe("broken: content.other block.root signature.good copy.same");
    expect(await told(fourth)).toBe("broken: content.unknown_form block.root signature.good copy.same");
    expect(await told(second)).toBe(PROVED);
  });
  it("is broken with its hash made anew, and so is whatever is in its block", async () => {
    const { told, touch, first, second, fourth } = await aLog("rehashed");
    await touch(`UPDATE audit_event AS e SET hash = o.hash, outcome = o.outcome, entity_id = o.entity_id, detail = o.detail,
      at = o.at, request_id = o.request_id FROM audit_event AS o WHERE e.seq = ${first} AND o.seq = ${fourth}`);
    expect(await told(first)).toBe("broken: content.same block.not_root signature.good copy.same");
    expect(await told(second)).toBe("broken: content.same block.not_root signature.good copy.same");
    expect(await told(fourth)).toBe(PROVED);
  });
  it("is broken where it was put past the program", async () => {
    const { told, touch, first } = await aLog("put");
    const columns =
      "at, actor_kind, actor_id, actor_role, session_id, address, request_id, action, outcome, entity_type, entity_id, detail, hash, form";
    await touch(`INSERT INTO audit_event (seq, xid, ${columns}) OVERRIDING SYSTEM VALUE
      SELECT 900, 9000000000, ${columns} FROM audit_event WHERE seq = ${first}`);
    expect(await told(900)).toBe("broken: content.same block.outside");
  });
  it("is broken where the block is another, signed anew with whatever key", async () => {
    const { log, told, touch, first, fourth } = await aLog("resigned");
    const block = await findBlock(log.db, 2);
    if (!block) throw new Error("no block");
    const { form: _f, keyId: _k, head: _h, signature: _s, ...head } = block;
    const store = ({ root, keyId, head: hash, signature, sealedAt }: typeof block) =>
      touch(`UPDATE audit_block SET root = '\\x${root}', key_id = '${keyId}', head = '\\x${hash}',
        signature = '\\x${signature}', sealed_at = '${sealedAt}' WHERE number = 2`);
    await store(sealBlock(head, newKey()));
    expect(await told(fourth)).toBe("broken: content.same block.root signature.key copy.other");
    await store({ ...block, signature: "ab".repeat(64) });
    expect(await told(fourth)).toBe("broken: content.same block.root signature.signature copy.same");
    await store({ ...block, head: "ab".repeat(32) });
    expect(await told(fourth)).toBe("broken: content.same block.root signature.head copy.same");
    await store({ ...block, sealedAt: new Date(Date.parse(block.sealedAt) + 1).toISOString() });
    expect(await told(fourth)).toBe("broken: content.same block.root signature.head copy.other");
    // With the right key only the copy outside tells.
    await store(sealBlock({ ...head, sealedAt: new Date().toISOString() }, log.key));
    expect(await told(fourth)).toBe("broken: content.same block.root signature.good copy.other");
    expect(await told(first)).toBe(PROVED);
  });
  it("is broken where its block was made anew under a later copy, which stands for all before it", async () => {
    const { log, told, touch, first } = await aLog("under");
    const [, newer = ""] = log.copies();
    fs.writeFileSync(path.join(log.folder, "checkpoints-000000000000000.jsonl"), `${newer}\n`);
    const block = await findBlock(log.db, 1);
    if (!block) throw new Error("no block");
    const { form: _f, keyId: _k, head: _h, signature: _s, ...head } = block;
    const anew = sealBlock({ ...head, sealedAt: new Date().toISOString() }, log.key);
    await touch(`UPDATE audit_block SET head = '\\x${anew.head}', signature = '\\x${anew.signature}',
      sealed_at = '${anew.sealedAt}' WHERE number = 1`);
    expect(await told(first)).toBe("broken: content.same block.root signature.good copy.other");
  });
});
