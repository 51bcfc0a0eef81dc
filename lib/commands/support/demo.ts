import type { Settings } from "#lib/env.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { runTool, SERVER_CONDITION } from "./children.ts";
import { keepSecrets } from "./demo-secrets.ts";
import { inRoot } from "./paths.ts";
import { timed } from "./say.ts";

/** Address and what that person does, as the README names them. */
const PEOPLE = {
  support: "looks up processes, flags them",
  analyst: "re-verifies, works cases",
  analyst2: "the second pair of eyes",
  manager: "watches the queue, approves, reads the audit log",
  admin: "users and settings",
} as const;

/**
 * Contract of lib/commands/seed.ts, which finds everything in its environment:
 * `--demo` fills an empty database with the demo people (password: DEMO_PASSWORD) and the demo history;
 * `--demo-passwords` gives the demo people that are there the password in DEMO_PASSWORD.
 */
export async function seedDemo(settings: Settings, dataDir: string, signal: AbortSignal): Promise<void> {
  const seed = (label: string, flag: string) =>
    timed(label, () =>
      runTool("the seed", [SERVER_CONDITION, inRoot("lib/commands/seed.ts"), flag], { settings, signal }),
    );
  const password = settings.DEMO_PASSWORD ?? "";
  if (await hasNobody(settings.DATABASE_URL ?? "")) await seed("demo people and cases made", "--demo");
  else if (settings.SEEDED_PASSWORD !== password) await seed("demo passwords changed", "--demo-passwords");
  if (settings.SEEDED_PASSWORD !== password) keepSecrets(dataDir, { SEEDED_PASSWORD: password });
}

const hasNobody = (url: string): Promise<boolean> =>
  withClient(url, async (client) => (await client.query("SELECT 1 FROM app_user LIMIT 1")).rowCount === 0);

export const signIns = (settings: Settings): string[] => [
  `Password of all demo people: ${settings.DEMO_PASSWORD}`,
  ...Object.entries(PEOPLE).map(([name, does]) => `  ${`${name}@contraprova.test`.padEnd(28)}${does}`),
];
