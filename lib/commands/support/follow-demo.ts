import { settingsIn } from "#lib/env.ts";
import { dataDir } from "./paths.ts";
import { readRunning } from "./running.ts";
import { planSettings } from "./settings.ts";

/**
 * A command that is given no database works on the demo that `npm start` runs, with the demo's secrets. Whoever names a
 * database or a real environment gives every setting, and nothing is made up for them.
 */
export function followDemo(): void {
  const { DATABASE_URL, UNICO_ENV = "sandbox" } = settingsIn(process.env);
  if (DATABASE_URL !== undefined || UNICO_ENV !== "sandbox") return;
  const running = readRunning(dataDir());
  if (!running)
    throw new Error(
      "DATABASE_URL is missing: give the address of the database, or start the demo with npm start",
    );
  const { settings } = planSettings({ ...process.env, ...running.settings }, dataDir());
  for (const [name, value] of Object.entries(settings)) if (value !== undefined) process.env[name] = value;
}
