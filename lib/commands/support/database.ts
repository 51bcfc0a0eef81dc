import path from "node:path";
import type { Settings } from "#lib/env.ts";
import { startPostgres } from "#lib/postgres/embedded.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { say, timed } from "./say.ts";
import type { Plan } from "./settings.ts";

const DATABASE = "contraprova";

/** The embedded server, unless the settings name another. */
export async function openDatabase(lifecycle: Lifecycle, plan: Plan, dataDir: string): Promise<Settings> {
  if (!plan.ownDatabase) return {};
  const dir = path.join(dataDir, "postgres");
  const durable = process.env.CONTRAPROVA_VOLATILE !== "1";
  const server = await timed("PostgreSQL started", () => startPostgres({ dir, durable }));
  lifecycle.onStop(() => server.stop());
  server.onExit(() =>
    lifecycle.fail(`PostgreSQL ended by itself: see ${path.join(server.dir, "server.log")}`),
  );
  if (server.dir !== path.resolve(dir)) say(`its data is in ${server.dir}: its account cannot reach ${dir}`);
  await server.ensureDatabase(DATABASE);
  return { DATABASE_URL: server.url(DATABASE) };
}
