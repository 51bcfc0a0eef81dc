/** What the sign-in page says; the audit log has the closer reason. */
export const COMPANY_REFUSALS = [
  "unavailable",
  "misconfigured",
  "untrusted",
  "clock",
  "denied",
  "again",
  "role_none",
  "role_several",
  "email",
  "email_taken",
  "disabled",
  "last_admin",
  "let_in",
] as const;
export type CompanyRefusal = (typeof COMPANY_REFUSALS)[number];

const SAID = {
  provider: "unavailable",
  discovery: "misconfigured",
  client: "misconfigured",
  code: "untrusted",
  token: "untrusted",
  state: "untrusted",
  issuer: "untrusted",
  identity: "untrusted",
  origin: "untrusted",
  clock: "clock",
  denied: "denied",
  again: "again",
  old: "again",
  role_none: "role_none",
  role_several: "role_several",
  email: "email",
  email_taken: "email_taken",
  disabled: "disabled",
  last_admin: "last_admin",
  let_in: "let_in",
} as const satisfies Record<string, CompanyRefusal>;
export type CompanyWhy = keyof typeof SAID;

export const saidOf = (why: CompanyWhy): CompanyRefusal => SAID[why];

/** Of a value in an address, which anybody may write. */
export const readCompanyRefusal = (value: unknown): CompanyRefusal | null =>
  COMPANY_REFUSALS.find((code) => code === value) ?? null;

const SIGN_IN_AGAIN = new Set([
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
]);

/** What the provider says in its answer (OpenID Connect Core 1.0, section 3.1.2.6). */
export function whyOfAnswer(error: string): CompanyWhy {
  if (SIGN_IN_AGAIN.has(error)) return "again";
  if (error === "server_error" || error === "temporarily_unavailable") return "provider";
  return error === "access_denied" ? "denied" : "client";
}

const stringsOf = (error: Error) => {
  const { error: said = "", code = "" } = error as Error & { error?: unknown; code?: unknown };
  return { name: error.name, message: error.message, said: String(said), code: String(code) };
};

/** Why the exchange of the code failed, of what openid-client 5 throws. */
export function whyOfExchange(thrown: unknown): CompanyWhy {
  if (!(thrown instanceof Error)) return "token";
  const { name, message, said, code } = stringsOf(thrown);
  if (name === "OPError") {
    if (said === "invalid_grant") return "code";
    if (said === "invalid_client" || said === "unauthorized_client") return "client";
    return "provider";
  }
  if (code || /timed out|^expected \d+ /.test(message)) return "provider";
  if (/^iss mismatch|^iss missing/.test(message)) return "issuer";
  if (/^state |^code missing|^checks\.state/.test(message)) return "state";
  return /^JWT (expired|not active)/.test(message) ? "clock" : "token";
}
