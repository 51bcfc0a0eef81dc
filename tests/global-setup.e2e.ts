import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnFollower, stopChild } from "#lib/commands/support/children.ts";
import { inRoot } from "#lib/commands/support/paths.ts";
import { readRunning } from "#lib/commands/support/running.ts";
import { CLIENT_ID, E2E_CLIENT_SECRET } from "#tests/support/oidc-names.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

/** A first build on a busy machine. */
const START_TIMEOUT_MS = 300_000;
const DEMO_PASSWORD = "only for the tests";
/** What the tests are told of the program that they run against. */
const RUNNING = ["E2E_SANDBOX_CONTROL_URL", "E2E_DEMO_PASSWORD"] as const;
/** A setting that the machine happens to have must not reach the program under test. */
const OF_THE_MACHINE =
  /^(DATABASE|UNICO|AUTH|ENCRYPTION|INDEX|AUDIT|STORAGE|OTEL|APP_URL|PORT|LOG_LEVEL|DEMO)/;

/**
 * Everything, as `npm start` brings it up, with data of its own that is gone afterwards. Starts nothing when
 * E2E_BASE_URL names a program that runs already; its data then keeps what the tests made.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.E2E_BASE_URL) {
    const missing = RUNNING.filter((name) => !process.env[name]);
    if (missing.length > 0) throw new Error(`E2E_BASE_URL needs beside it: ${missing.join(", ")}`);
    return async () => {};
  }
  const dir = openTemporaryFolder("e2e");
  const kept = Object.entries(process.env).filter(([name]) => !OF_THE_MACHINE.test(name));
  const program = spawnFollower([inRoot("lib/commands/start.ts")], {
    ...Object.fromEntries(kept),
    NODE_ENV: "production",
    PORT: process.env.E2E_PORT,
    CONTRAPROVA_DATA_DIR: dir,
    CONTRAPROVA_VOLATILE: "1",
    DEMO_PASSWORD,
    AUTH_OIDC_ISSUER: `http://localhost:${process.env.E2E_OIDC_PORT}`,
    AUTH_OIDC_CLIENT_ID: CLIENT_ID,
    AUTH_OIDC_CLIENT_SECRET: E2E_CLIENT_SECRET,
  });
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  let running = readRunning(dir);
  while (!running) {
    if (program.exitCode !== null) throw new Error("the program did not start: its own lines above say why");
    if (Date.now() > giveUpAt) throw new Error("the program did not get ready in time");
    await sleep(50);
    running = readRunning(dir);
  }
  process.env.E2E_SANDBOX_CONTROL_URL = running.sandboxControlUrl ?? "";
  process.env.E2E_DATABASE_URL = running.settings.DATABASE_URL;
  process.env.E2E_DEMO_PASSWORD = DEMO_PASSWORD;
  return async () => {
    await stopChild(program);
    fs.rmSync(dir, { recursive: true, force: true });
  };
}
