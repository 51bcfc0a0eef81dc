import "server-only";
import { env } from "#lib/env.ts";

/** The demo people of the README; a demo's password is printed on a screen. */
export const DEMO_EMAILS: ReadonlySet<string> = new Set(
  ["support", "analyst", "analyst2", "manager", "admin"].map((name) => `${name}@contraprova.test`),
);

/** Outside the sandbox they let nobody in, also where a database that was a demo's is started as a real one. */
export const isDemoElsewhere = (email: string): boolean =>
  DEMO_EMAILS.has(email) && env().UNICO_ENV !== "sandbox";
