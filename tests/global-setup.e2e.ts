import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnFollower, stopChild } from "#lib/commands/support/children.ts";
import { inRoot } from "#lib/commands/support/paths.ts";
import { readRunning } from "#lib/commands/support/running.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

/** A first build on a busy machine. */
const START_TIMEOUT_MS = 300_000;
export const DEMO_PASSWORD = "only for the tests";
/** A setting that the machine happens to have must not reach the program under test. */
const OF_THE_MACHINE =
  /^(DATABASE|UNICO|AUTH|ENCRYPTION|INDEX|AUDIT|STORAGE|OTEL|APP_URL|PORT|LOG_LEVEL|DEMO)/;

/** Everything, as `npm start` brings it up, with data of its own that is gone afterwards. */
export default async function setup(): Promise<() => Promise<void>> {
  const dir = openTemporaryFolder("e2e");
  const kept = Object.entries(process.env).filter(([name]) => !OF_THE_MACHINE.test(name));
  const program = spawnFollower([inRoot("lib/commands/start.ts")], {
    ...Object.fromEntries(kept),
    NODE_ENV: "production",
    PORT: process.env.E2E_PORT,
    CONTRAPROVA_DATA_DIR: dir,
    CONTRAPROVA_VOLATILE: "1",
    DEMO_PASSWORD,
  });
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (!fs.existsSync(path.join(dir, "running.json"))) {
    if (program.exitCode !== null) throw new Error("the program did not start: its own lines above say why");
    if (Date.now() > giveUpAt) throw new Error("the program did not get ready in time");
    await sleep(50);
  }
  const { databaseUrl, sandboxControlUrl } = readRunning(dir);
  process.env.E2E_DATABASE_URL = databaseUrl;
  process.env.E2E_SANDBOX_CONTROL_URL = sandboxControlUrl ?? "";
  return async () => {
    await stopChild(program);
    fs.rmSync(dir, { recursive: true, force: true });
  };
}
