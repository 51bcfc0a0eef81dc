import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { Secret, TOTP } from "otpauth";
import { inRoot } from "#lib/commands/support/paths.ts";
import { someSettings } from "./settings.ts";

const STEP_MS = 30_000;
/** A code that is read this shortly before its step ends may reach the program in the next. */
const CLOSE_MS = 4_000;

/** Makes somebody who is no demo person, as `npm run user` does; the path of the link that sets their password. */
export async function aRealPerson(role: string): Promise<{ email: string; path: string }> {
  const email = `real-${randomUUID()}@contraprova.example`;
  const settings = someSettings({ DATABASE_URL: process.env.E2E_DATABASE_URL ?? "" });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      "--conditions=react-server",
      inRoot("lib/commands/user.ts"),
      ...["create", "--email", email, "--role", role],
    ],
    { env: { ...settings, PATH: process.env.PATH, NODE_ENV: "production" } },
  );
  const path = /\/set-password\/[\w-]+/.exec(stdout)?.[0];
  if (!path) throw new Error("the command printed no link");
  return { email, path };
}

/** What an app shows `steps` of thirty seconds from now; not in the last moments of a step. */
export async function codeFrom(secret: string, steps: -1 | 0 | 1): Promise<string> {
  const left = STEP_MS - (Date.now() % STEP_MS);
  if (left < CLOSE_MS) await new Promise((resolve) => setTimeout(resolve, left + 100));
  const totp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(/\s/g, "")) });
  return totp.generate({ timestamp: Date.now() + steps * STEP_MS });
}
