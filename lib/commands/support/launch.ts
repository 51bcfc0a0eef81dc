import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Settings } from "#lib/env.ts";
import { migrate } from "#lib/postgres/migrate.ts";
import { ensureBuild, ensureClient, NEXT, STANDALONE_SERVER } from "./build.ts";
import { SERVER_CONDITION, startService } from "./children.ts";
import { openDatabase } from "./database.ts";
import { seedDemo, signIns } from "./demo.ts";
import { createLifecycle, type Lifecycle } from "./lifecycle.ts";
import { dataDir, inRoot } from "./paths.ts";
import { refuseTakenPort } from "./port.ts";
import { forgetRunning, noteRunning } from "./running.ts";
import { openSandbox, sandboxAddresses } from "./sandbox.ts";
import { say, secondsSince, timed } from "./say.ts";
import { planSettings } from "./settings.ts";

export type Mode = "production" | "development";

/** Its own address only: the demo's sign-ins are printed on the screen, so the network does not get to use them. */
const HOST = "127.0.0.1";
const READY_TIMEOUT_MS = 120_000;

/** Brings up everything that one machine needs, and stays until told to stop. */
export async function launch(mode: Mode): Promise<void> {
  const startedAt = performance.now();
  const lifecycle = createLifecycle();
  await lifecycle.run(async () => {
    const data = dataDir();
    const plan = planSettings(process.env, data);
    await refuseTakenPort(plan.port, HOST);
    fs.mkdirSync(data, { recursive: true });
    const database = await openDatabase(lifecycle, plan, data);
    const sandbox = await openSandbox(lifecycle, plan, data);
    const found: Settings = { ...database, ...sandboxAddresses(sandbox) };
    const settings: Settings = { ...plan.settings, ...found };
    const steps = [
      () => prepare(lifecycle, settings),
      () => (plan.isDemo ? seedDemo(settings, data, lifecycle.signal) : Promise.resolve()),
      () => (mode === "production" ? ensureBuild(lifecycle) : Promise.resolve()),
      () => serve(lifecycle, mode, settings, plan.port),
    ];
    for (const step of steps) {
      if (lifecycle.signal.aborted) return;
      await step();
    }
    if (lifecycle.signal.aborted) return;
    const sandboxControlUrl = sandbox?.controlUrl ?? null;
    noteRunning(data, { settings: { ...found, APP_URL: settings.APP_URL }, sandboxControlUrl });
    lifecycle.onStop(async () => forgetRunning(data));
    say();
    say(
      `Contraprova is ready at ${settings.APP_URL} (${secondsSince(startedAt)}). Ctrl-C stops it; the data stays.`,
    );
    if (sandboxControlUrl) say(`What the sandbox was asked: ${sandboxControlUrl}/ledger`);
    if (plan.isDemo) for (const line of signIns(settings)) say(line);
  });
}

async function prepare(lifecycle: Lifecycle, settings: Settings): Promise<void> {
  await timed("database migrated", () => migrate(settings.DATABASE_URL ?? ""));
  await ensureClient(lifecycle);
}

async function serve(lifecycle: Lifecycle, mode: Mode, settings: Settings, port: number): Promise<void> {
  const server =
    mode === "production" ? [STANDALONE_SERVER] : [NEXT, "dev", "--port", String(port), "--hostname", HOST];
  startService(lifecycle, "worker", [SERVER_CONDITION, inRoot("lib/commands/worker.ts")], {
    ...settings,
    NODE_ENV: mode,
  });
  startService(lifecycle, "server", server, {
    ...settings,
    NODE_ENV: mode,
    HOSTNAME: HOST,
    PORT: String(port),
    NEXT_TELEMETRY_DISABLED: "1",
  });
  await untilReady(`http://${HOST}:${port}/api/ready`, lifecycle.signal);
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  const giveUpAt = Date.now() + READY_TIMEOUT_MS;
  let last = "no answer";
  while (!signal.aborted) {
    last = await fetch(url, { signal }).then(
      (response) => (response.ok ? "" : `status ${response.status}`),
      () => "no answer",
    );
    if (last === "") return;
    if (Date.now() > giveUpAt) throw new Error(`the server did not get ready: ${last} from ${url}`);
    await sleep(50);
  }
}
