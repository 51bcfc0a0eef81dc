import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refuseUnusableStorage } from "#lib/entry/storage-check.ts";
import { openS3, type S3 } from "#tests/support/s3.ts";
import { someSettings } from "#tests/support/settings.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../../..");

let s3: S3;
beforeAll(async () => {
  s3 = await openS3();
});
afterAll(() => s3.end());

describe("a start with a bucket", { timeout: 60_000 }, () => {
  it("goes on where it can be written, and leaves nothing there", async () => {
    const said: string[] = [];
    await refuseUnusableStorage((line) => said.push(line), { STORAGE_URL: s3.url("started") });
    expect(said).toEqual([]);
    expect(s3.asked.map(({ method }) => method)).toEqual(["PUT", "GET", "DELETE"]);
  });

  it("says that it does not answer, and goes on", async () => {
    const down = await openS3();
    await down.end();
    const said: string[] = [];
    await refuseUnusableStorage((line) => said.push(line), { STORAGE_URL: down.url("started") });
    expect(said).toEqual([
      `STORAGE_URL cannot be used: the bucket ${down.bucket} at ${new URL(down.endpoint).host} cannot be reached: ECONNREFUSED; it starts all the same`,
    ]);
  });

  it("stops with one line where the key is not known, and names no secret", async () => {
    const STORAGE_URL = s3.url("started").replace("S3RVER:", "SOMEBODY:");
    const command = ["--conditions=react-server", "lib/commands/run.mjs", "check-start"];
    const options = { cwd: root, env: { ...process.env, ...someSettings({ STORAGE_URL }) } };
    const { code = 0, stderr } = await run(process.execPath, command, options).catch((error) => error);
    expect([code, String(stderr).trim()]).toEqual([
      1,
      `contraprova: STORAGE_URL cannot be used: the bucket ${s3.bucket} at ${new URL(s3.endpoint).host}: the access key is not known there (InvalidAccessKeyId)`,
    ]);
  });
});
