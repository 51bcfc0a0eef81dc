import { setTimeout as sleep } from "node:timers/promises";
import { STANDALONE_SERVER } from "#lib/commands/support/build.ts";
import { spawnFollower, stopChild } from "#lib/commands/support/children.ts";
import { readRunning } from "#lib/commands/support/running.ts";
import { planSettings } from "#lib/commands/support/settings.ts";
import { freePort } from "#lib/postgres/server-process.ts";
import { withoutSettings } from "./whole-program.ts";

const START_TIMEOUT_MS = 120_000;
const HOST = "127.0.0.1";

export type SecondServer = { readonly baseURL: string; end(): Promise<void> };

/**
 * One more server beside the program whose data folder is given: the same build, database, secrets and sandbox, so that
 * who has signed in there is signed in here too; its own settings.
 */
export async function startSecondServer(
  dataDir: string,
  own: Readonly<Record<string, string>>,
): Promise<SecondServer> {
  const running = readRunning(dataDir);
  if (!running) throw new Error("the program under test is not running");
  const port = await freePort();
  const baseURL = `http://localhost:${port}`;
  const given = { ...running.settings, PORT: String(port), APP_URL: baseURL, ...own };
  const server = spawnFollower([STANDALONE_SERVER], {
    ...withoutSettings(process.env),
    ...planSettings(given, dataDir).settings,
    NODE_ENV: "production",
    HOSTNAME: HOST,
    PORT: String(port),
    NEXT_TELEMETRY_DISABLED: "1",
  });
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  const isReady = () =>
    fetch(`http://${HOST}:${port}/api/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (server.exitCode !== null) throw new Error("the server did not start: its own lines above say why");
    if (Date.now() > giveUpAt) throw new Error("the server did not get ready in time");
    await sleep(50);
  }
  return { baseURL, end: () => stopChild(server) };
}
