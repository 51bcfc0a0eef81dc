import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import type { z } from "zod";
import { ROLES } from "#lib/auth/roles.ts";
import { openDatabase } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import type { OneTimeLink } from "#lib/features/accounts/one-time-link.ts";
import { disablePerson, type PeopleCtx } from "#lib/features/accounts/people-changing.ts";
import { createUser, makeNewLink } from "#lib/features/accounts/people-inviting.ts";
import type { PersonRefusal } from "#lib/features/accounts/people-rules.ts";
import { findUserByEmail } from "#lib/features/accounts/repository.ts";
import { newUserInput } from "#lib/features/accounts/schema.ts";
import { vault } from "#lib/privacy/vault.ts";
import { followDemo } from "./support/follow-demo.ts";
import { complain, say } from "./support/say.ts";

const USAGE = {
  create: `npm run user -- create --email person@company.example --role ${ROLES.join("|")} [--name "Full Name"]`,
  link: "npm run user -- link --email person@company.example",
  disable: "npm run user -- disable --email person@company.example",
} as const;
type Act = keyof typeof USAGE;

/** Each field of the input, said for who types a command. */
const WRONG: Record<string, string> = {
  email: "--email must be an email address",
  role: `--role must be one of ${ROLES.join(", ")}`,
  name: "--name must have 1 to 100 characters",
};

const REFUSED: Partial<Record<PersonRefusal, string>> = {
  last_admin: "this is the last administrator who can sign in; make another one first",
  unchanged: "this account is disabled already",
  of_company: "this person signs in with the company account: no password is set here",
  disabled: "this account is disabled; an administrator enables it on /settings/users",
};

function readArguments(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { email: { type: "string" }, role: { type: "string" }, name: { type: "string" } },
  });
  const typed = positionals.join(" ");
  const act = (Object.keys(USAGE) as Act[]).find((each) => each === typed);
  if (!act) throw new Error(`say what to do: ${Object.values(USAGE).join(", or ")}`);
  const name = values.name ?? values.email?.trim().split("@")[0];
  const read = <S extends z.ZodType>(schema: S): z.output<S> => {
    const input = schema.safeParse({ email: values.email, role: values.role, name });
    if (input.success) return input.data;
    const field = String(input.error.issues[0]?.path[0]);
    throw new Error(`${WRONG[field] ?? "wrong arguments"}: ${USAGE[act]}`);
  };
  if (act === "create") return { act, ...read(newUserInput) };
  return { act, ...read(newUserInput.pick({ email: true })) };
}

const sayLink = ({ token, expiresAt }: OneTimeLink) =>
  say(`${env().APP_URL}/set-password/${token} works once, until ${expiresAt.toISOString()}`);

async function actOn(ctx: PeopleCtx, act: "link" | "disable", email: string): Promise<void> {
  const found = await findUserByEmail(ctx.db, email);
  if (!found) throw new Error("no account has this email");
  const on = { id: found.id, version: null };
  const done = await (act === "link" ? makeNewLink(ctx, on) : disablePerson(ctx, on));
  if (!done.ok) throw new Error(REFUSED[done.failure.code as PersonRefusal] ?? done.failure.code);
  if (done.value) sayLink(done.value);
  else say("disabled: its sessions and links have ended");
}

/** Adds a person, lets one in again, or shuts one out; links set the password, and nobody else ever knows one. */
async function run(): Promise<void> {
  const input = readArguments(process.argv.slice(2));
  followDemo();
  const db = openDatabase(env().DATABASE_URL);
  const ctx: PeopleCtx = {
    actor: { kind: "program" },
    db,
    vault: vault(),
    now: () => new Date(),
    request: { id: randomUUID(), address: null },
  };
  try {
    if (input.act !== "create") return await actOn(ctx, input.act, input.email);
    const made = await createUser(ctx, input);
    if (!made.ok) throw new Error("this email has an account already");
    sayLink(made.value);
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
