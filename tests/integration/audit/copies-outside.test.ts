import fs from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { sealBlock } from "#lib/features/audit/blocks.ts";
import { folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import { proofState } from "#lib/features/audit/proof-state.ts";
import { newKey, pemOf, program } from "#tests/rigs/audit/log.ts";
import { asOwner, ownLogs } from "./own-logs.ts";

const { newLog, place, end } = ownLogs("copies");
afterAll(end);

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
    const key = newKey();
    const pem = pemOf(key.privateKey);
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
        key,
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
    await far.keepKey(key.id, pem);
    await far.keepKey(key.id, pem);
    await expect(far.keepKey(key.id, pemOf(newKey().privateKey))).rejects.toThrow("another key");
    expect(await far.keys()).toEqual([pem]);
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
