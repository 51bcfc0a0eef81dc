import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { z } from "zod";
import { ROLES } from "#lib/auth/roles.ts";
import { openDatabase } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { newUserInput } from "#lib/features/accounts/schema.ts";
import { createUser } from "#lib/features/accounts/service.ts";
import { loadDotenv } from "./support/dotenv.ts";
import { complain, say } from "./support/say.ts";

const USAGE = `npm run user -- create --email person@company.example --role ${ROLES.join("|")} [--name "Full Name"]`;

/** Each field of the input, said for who types a command. */
const WRONG: Record<string, string> = {
  email: "--email must be an email address",
  role: `--role must be one of ${ROLES.join(", ")}`,
  name: "--name must have 1 to 100 characters",
};

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { email: { type: "string" }, role: { type: "string" }, name: { type: "string" } },
  });
  if (positionals.join(" ") !== "create") throw new Error(`say what to do: ${USAGE}`);
  const name = values.name ?? values.email?.trim().split("@")[0];
  const input = newUserInput.safeParse({ email: values.email, role: values.role, name });
  if (input.success) return input.data;
  const [field = ""] = Object.keys(z.flattenError(input.error).fieldErrors);
  throw new Error(`${WRONG[field] ?? "wrong arguments"}: ${USAGE}`);
}

/** Adds a person and prints the one-time link that sets the password; nobody else ever knows one. */
async function run(): Promise<void> {
  const input = readArguments(process.argv.slice(2));
  loadDotenv();
  const { DATABASE_URL, APP_URL } = env();
  const db = openDatabase(DATABASE_URL);
  try {
    const made = await createUser(
      {
        actor: { kind: "program" },
        db,
        now: () => new Date(),
        request: { id: randomUUID(), address: null },
      },
      input,
    );
    if (!made.ok) throw new Error("this email has an account already");
    const { token, expiresAt } = made.value;
    say(`${APP_URL}/set-password/${token} works once, until ${expiresAt.toISOString()}`);
  } finally {
    await db.$disconnect();
  }
}

try {
  await run();
} catch (error) {
  // One line for a person at a terminal; a database's own words may span many.
  complain((error instanceof Error ? error.message : String(error)).trim().split("\n").at(-1) ?? "");
  process.exitCode = 1;
}
