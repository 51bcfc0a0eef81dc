import fs from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyFile } from "#lib/audit-verifier/verify-export.ts";
import { Forbidden } from "#lib/auth/roles.ts";
import { exportProof, proofOfEvent } from "#lib/features/audit/exporting-proof.ts";
import { proofState } from "#lib/features/audit/proof-state.ts";
import type { ExportLine } from "#lib/features/audit/proof-types.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { type Log, newKey, pemOf, program } from "#tests/rigs/audit/log.ts";
import { ctxFor } from "#tests/support/ctx.ts";
import { ownLogs, seqsOf } from "./own-logs.ts";

const { newLog, place, end } = ownLogs("proof");
let log: Log;
beforeAll(async () => {
  log = await newLog("proof");
  await log.write(30);
  await log.seal(log.key, 12);
});
afterAll(end);

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
