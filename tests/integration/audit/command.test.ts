import { execFile } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
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

it("says that a log holds, or where it was touched, and exits so", { timeout: 60_000 }, async () => {
  expect(await verify()).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^5 events in 1 blocks.*holds/s),
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
