import "server-only";
import { env } from "#lib/env.ts";
import { DEMO_EMAILS } from "./demo-people.ts";

/** What has to follow a right password: a code, setting a second factor up, or nothing. */
export type Factor = "code" | "set_up" | "none";

/** Who has a second factor gives it; everybody but a demo's people must have one. */
export function factorOf(person: { email: string; totpConfirmedAt: Date | null }): Factor {
  if (person.totpConfirmedAt) return "code";
  const { UNICO_ENV, DEMO_MFA } = env();
  const isExempt = DEMO_EMAILS.has(person.email) && UNICO_ENV === "sandbox" && !DEMO_MFA;
  return isExempt ? "none" : "set_up";
}
