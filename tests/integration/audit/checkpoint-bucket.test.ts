import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sealBlock } from "#lib/features/audit/blocks.ts";
import { bucketCheckpoints } from "#lib/features/audit/checkpoint-bucket.ts";
import { copyNewest } from "#lib/features/audit/copying.ts";
import { openCheckpoints } from "#lib/features/audit/open-checkpoints.ts";
import { openBucket } from "#lib/storage/s3-bucket.ts";
import { type Log, newKey, openLog, pemOf } from "#tests/rigs/audit/log.ts";
import { freshDatabase, type TestDatabase } from "#tests/support/database.ts";
import { openS3, type S3 } from "#tests/support/s3.ts";

let s3: S3;
let database: TestDatabase;
let log: Log;
beforeAll(async () => {
  [s3, database] = await Promise.all([openS3(), freshDatabase()]);
  const checkpoints = openCheckpoints({ AUDIT_CHECKPOINT_URL: s3.url("checkpoints") });
  log = openLog(database.url, "", newKey(), checkpoints);
  for (let round = 0; round < 3; round += 1) {
    await log.write(2);
    expect(await log.seal()).toMatchObject({ copied: { ok: true } });
  }
});
afterAll(async () => {
  await log.close();
  await Promise.all([s3.end(), database.drop()]);
});

const place = (prefix: string) => s3.place({ prefix });
const blockOf = (number: number, root = "00".repeat(32)) =>
  sealBlock(
    {
      number,
      previous: "00".repeat(32),
      root,
      count: 1,
      total: number,
      xidFrom: number,
      xidUntil: number + 1,
      sealedAt: new Date(0).toISOString(),
    },
    log.key,
  );

describe("copies of the log's blocks in a bucket", () => {
  it("stand one under the other, the newest first, and the log is held against them", async () => {
    expect(await openBucket(place("checkpoints")).list("", 10)).toEqual([
      "block-999999999999996-3.json",
      "block-999999999999997-2.json",
      "block-999999999999998-1.json",
      `key-${log.key.id}.pem`,
    ]);
    expect((await log.check()).bad).toBeNull();
    expect(await log.checkpoints.keys()).toEqual([pemOf(log.key.privateKey)]);
  });

  it("are never written over: the same again is fine, another is refused", async () => {
    const fresh = bucketCheckpoints(place("once"));
    await fresh.append(blockOf(7));
    await fresh.append(blockOf(7));
    await expect(fresh.append(blockOf(7, "ab".repeat(32)))).rejects.toThrow("holds another block-");
    expect(await fresh.newest()).toEqual(blockOf(7));
    await fresh.keepKey(log.key.id, "one\n");
    await expect(fresh.keepKey(log.key.id, "two\n")).rejects.toThrow("holds another key-");
    // Who does not look before is refused by the condition that goes with each.
    const asked = s3.asked.filter(({ method, path }) => method === "PUT" && path.includes("/once/"));
    expect(asked).toHaveLength(2);
  });

  it("are found from any number on, across gaps", async () => {
    const far = bucketCheckpoints(place("far"));
    expect([await far.newest(), await far.newestUpTo(5)]).toEqual([null, null]);
    for (const number of [1, 999, 1_000, 1_001, 5_020]) await far.append(blockOf(number));
    const numbers = async (from?: number) => {
      const found: unknown[] = [];
      for await (const copy of far.all(from)) found.push(copy?.number);
      return found;
    };
    expect(await numbers()).toEqual([1, 999, 1_000, 1_001, 5_020]);
    expect(await numbers(1_001)).toEqual([1_000, 1_001, 5_020]);
    expect(await far.newest()).toMatchObject({ number: 5_020 });
    expect(await far.newestUpTo(5_019)).toMatchObject({ number: 1_001 });
    expect(await far.newestUpTo(1_000)).toMatchObject({ number: 1_000 });
    expect(await far.newestUpTo(0)).toBeNull();
  });

  it("tell of one that was changed or stands under another's name", async () => {
    const bucket = openBucket(place("checkpoints"));
    const name = "block-999999999999997-2.json";
    const right = await bucket.get(name);
    for (const wrong of [
      "{",
      `${JSON.stringify(blockOf(2))}\n`,
      (await bucket.get("block-999999999999998-1.json")) ?? "",
    ]) {
      await bucket.put(name, Buffer.from(wrong));
      expect((await log.check()).bad).toEqual({ check: "checkpoint", block: 2, seq: null });
    }
    await bucket.put(name, right ?? Buffer.alloc(0));
    expect((await log.check()).bad).toBeNull();
  });

  it("tell of a log that was cut behind them, and are not taken for another log's", async () => {
    const other = bucketCheckpoints(place("other"));
    await other.append(blockOf(9));
    const copied = await copyNewest(log.db, other, log.key);
    expect(copied).toMatchObject({ ok: false, why: expect.stringContaining("holds block 9 of another log") });
    expect((await log.check({ checkpoints: other })).bad).toMatchObject({ check: "checkpoint" });
  });

  it("say what is wrong with the bucket, and sealing goes on", async () => {
    const wrong = bucketCheckpoints(s3.place({ secretAccessKey: "wrong" }));
    const copied = await copyNewest(log.db, wrong, log.key);
    expect(copied).toMatchObject({ ok: false, why: expect.stringMatching(/the secret key is wrong/) });
    expect((await copyNewest(log.db, log.checkpoints, log.key)).ok).toBe(true);
  });
});
