import { execFile } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyIdOf } from "#lib/features/audit/blocks.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { type Log, openLog, pemOf } from "#tests/rigs/audit/log.ts";
import { freshDatabase, type TestDatabase } from "#tests/support/database.ts";
import { someSettings } from "#tests/support/settings.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../../..");
const dir = openTemporaryFolder("audit-verify");
let database: TestDatabase;
let log: Log;
let settings: Record<string, string>;
beforeAll(async () => {
  database = await freshDatabase();
  settings = someSettings({ DATABASE_URL: database.url, AUDIT_CHECKPOINT_URL: `file:${dir}/copies` });
  const der = Buffer.from(settings.AUDIT_SIGNING_KEY ?? "", "base64");
  const privateKey = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  log = openLog(database.url, path.join(dir, "copies"), { id: keyIdOf(privateKey), privateKey });
  await log.write(5);
  await log.seal();
});
afterAll(async () => {
  await log.close();
  await database.drop();
  fs.rmSync(dir, { recursive: true, force: true });
});

/** As `npm run audit:verify -- …`: how it ended and what it said. */
async function verify(...args: string[]) {
  const command = ["--conditions=react-server", "lib/commands/run.mjs", "audit-verify", ...args];
  const options = { cwd: root, env: { ...process.env, ...settings } };
  const { code = 0, stdout, stderr } = await run(process.execPath, command, options).catch((error) => error);
  return { code, said: `${stdout}${stderr}` };
}

describe("an export of whole blocks", () => {
  const place = (name: string) => path.join(dir, name);
  const keyFile = () => {
    fs.writeFileSync(place("public.pem"), pemOf(log.key.privateKey));
    return place("public.pem");
  };
  const offline = (file: string, ...more: string[]) => verify("--offline", file, "--key", keyFile(), ...more);
  beforeAll(async () => {
    for (let block = 2; block <= 4; block += 1) {
      await log.write(2);
      await log.seal();
    }
  });

  it("checks offline, all of it or a range; the log tells of it", { timeout: 60_000 }, async () => {
    fs.writeFileSync(place("copies.jsonl"), log.copies().join("\n"));
    const copies = ["--checkpoints", place("copies.jsonl")];
    expect(await verify("--export", place("all.jsonl"))).toMatchObject({
      code: 0,
      said: "11 events in 4 blocks\n",
    });
    expect(await offline(place("all.jsonl"), ...copies)).toEqual({
      code: 0,
      said: "11 events, blocks 1 to 4, 0 not sealed yet: all of it holds\n",
    });
    await verify("--export", place("some.jsonl"), "--from", "2", "--to", "3");
    expect(await offline(place("some.jsonl"), ...copies)).toEqual({
      code: 0,
      said: "4 events, blocks 2 to 3, 0 not sealed yet: all of it holds\n",
    });
    const told = await log.db.auditEvent.findMany({
      where: { action: "audit.export" },
      orderBy: { seq: "asc" },
    });
    expect(told.map(({ actorKind, detail }) => ({ actorKind, detail }))).toEqual([
      { actorKind: "program", detail: { format: "blocks", from: 1, to: 4 } },
      { actorKind: "program", detail: { format: "blocks", from: 2, to: 3 } },
    ]);
  });

  it("shows a byte that is another, blocks that are missing, and what a lost key signed", {
    timeout: 60_000,
  }, async () => {
    const text = fs.readFileSync(place("all.jsonl"), "utf8");
    const lines = text.split("\n");
    const bent = (name: string, content: string) => {
      fs.writeFileSync(place(name), content);
      return place(name);
    };
    const without = (number: number, made: string[]) =>
      made.filter((line) => !line.includes(`"number":${number},`) && !line.includes(`{"block":${number},`));
    const headless = without(1, lines).join("\n").replace('"blocks":4,"events":11', '"blocks":3,"events":6');
    const tailless = without(4, lines).join("\n").replace('"blocks":4,"events":11', '"blocks":3,"events":9');
    const cases = [
      [[bent("touched.jsonl", text.replace('"noteLength":9', '"noteLength":8'))], /row_hash: block 1, event/],
      [[bent("headless.jsonl", headless)], /number: block 1\n/],
      [[bent("tailless.jsonl", tailless), "--checkpoints", place("copies.jsonl")], /checkpoint: block 4\n/],
      [[place("all.jsonl"), "--distrust", `${log.key.id}:2`], /key: block 3\n/],
    ] as const;
    for (const [[file, ...more], verdict] of cases)
      expect(await offline(file, ...more)).toMatchObject({ code: 1, said: expect.stringMatching(verdict) });
    expect(await offline(place("all.jsonl"), "--distrust", `${log.key.id}:4`)).toMatchObject({ code: 0 });
    expect(await offline(place("all.jsonl"), "--distrust", "nonsense")).toMatchObject({
      code: 1,
      said: expect.stringContaining("--distrust takes"),
    });
  });

  it("is not written where there is nothing to write, nor over what is there", {
    timeout: 60_000,
  }, async () => {
    expect(await verify("--export", place("none.jsonl"), "--from", "90")).toMatchObject({ code: 1 });
    expect(fs.existsSync(place("none.jsonl"))).toBe(false);
    const before = fs.readFileSync(place("some.jsonl"), "utf8");
    expect(await verify("--export", place("some.jsonl"))).toMatchObject({ code: 1 });
    expect(fs.readFileSync(place("some.jsonl"), "utf8")).toBe(before);
  });

  it("checks with a copy of the verifier's folder alone", { timeout: 60_000 }, async () => {
    const copy = place("verifier");
    fs.cpSync(path.join(root, "lib/audit-verifier"), copy, { recursive: true });
    const args = [path.join(copy, "verify-export.ts"), place("all.jsonl"), "--key", keyFile()];
    const { stdout } = await run(process.execPath, args, { cwd: dir, env: { NODE_ENV: "test" } });
    expect(stdout).toContain("all of it holds");
    const imports = fs
      .readdirSync(copy)
      .flatMap((name) => [...fs.readFileSync(path.join(copy, name), "utf8").matchAll(/from "([^"]+)"/g)])
      .map(([, from = ""]) => from);
    expect(imports.filter((from) => !/^(node:|\.\/[a-z-]+\.ts$)/.test(from))).toEqual([]);
  });
});

it("says that a log holds, or where it was touched, and exits so", { timeout: 60_000 }, async () => {
  expect(await verify()).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^11 events in 4 blocks.*holds/s),
  });
  await withClient(database.url, (client) =>
    client.query(
      "ALTER TABLE audit_event DISABLE TRIGGER USER; UPDATE audit_event SET outcome = 'failed' WHERE seq = (SELECT min(seq) + 2 FROM audit_event)",
    ),
  );
  const { seq } = await log.db.auditEvent.findFirstOrThrow({
    where: { outcome: "failed" },
    select: { seq: true },
  });
  const place = `row_hash: block 1, event ${seq}`;
  expect(await verify()).toMatchObject({ code: 1, said: expect.stringContaining(place) });
  await log.export(path.join(dir, "export.jsonl"));
  fs.writeFileSync(path.join(dir, "key.pem"), pemOf(log.key.privateKey));
  const offline = await verify(
    "--offline",
    path.join(dir, "export.jsonl"),
    "--key",
    path.join(dir, "key.pem"),
  );
  expect(offline).toMatchObject({ code: 1, said: expect.stringContaining(place) });
});
