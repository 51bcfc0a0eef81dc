import type { Defect } from "./defect.ts";

const OPTIONS = "lib/entry/company-options.ts";
const DISCOVERY = "lib/entry/company-discovery.ts";
const ENTRY = "lib/entry/company.ts";
const RULES = "lib/features/accounts/company-rules.ts";
const SERVICE = "lib/features/accounts/company.ts";

const CHECKS = 'checks: ["pkce", "state", "nonce"],';
const forged = { project: "integration", test: "tests/integration/company-forged.test.ts" } as const;
const signIn = { project: "integration", test: "tests/integration/company-sign-in.test.ts" } as const;
const faults = { project: "integration", test: "tests/integration/company-faults.test.ts" } as const;
const redirects = { project: "integration", test: "tests/integration/redirects.test.ts" } as const;
const starting = { project: "integration", test: "tests/integration/fail-closed-start.test.ts" } as const;
const closed = { project: "integration", test: "tests/integration/fail-closed.test.ts" } as const;

/** Protections of the company's sign-in, of where people are led, and of what stays shut when a part is broken. */
export const COMPANY_DEFECTS: readonly Defect[] = [
  {
    of: "L8",
    says: "a token of another sign-in is taken",
    file: OPTIONS,
    find: CHECKS,
    put: 'checks: ["pkce", "state"],',
    ...forged,
  },
  {
    of: "L8",
    says: "an answer that this browser did not ask for is taken",
    file: OPTIONS,
    find: CHECKS,
    put: 'checks: ["pkce", "nonce"],',
    ...forged,
  },
  {
    of: "L8",
    says: "a stolen code is good for anybody",
    file: OPTIONS,
    find: CHECKS,
    put: 'checks: ["state", "nonce"],',
    ...forged,
  },
  {
    of: "L8",
    says: "an answer in another provider's name is taken",
    file: OPTIONS,
    find: "if (provider.namesItself && params.iss",
    put: "if (!provider && params.iss",
    ...forged,
  },
  {
    of: "L8",
    says: "a provider may describe itself as another",
    file: DISCOVERY,
    find: "given.issuer === issuer && ",
    put: "",
    ...faults,
  },
  {
    of: "L6",
    says: "a provider that does not answer is waited for",
    file: DISCOVERY,
    find: "      signal: AbortSignal.timeout(timeoutMs),\n",
    put: "",
    ...faults,
  },
  {
    of: "L8",
    says: "of several roles the first is given",
    file: RULES,
    find: 'if (other) return fail("role_several");',
    put: "",
    ...signIn,
  },
  {
    of: "L8",
    says: "an e-mail that nobody confirmed makes an account",
    file: RULES,
    find: "email: email_verified === true && address.success",
    put: "email: email_verified !== null && address.success",
    ...signIn,
  },
  {
    of: "L9",
    says: "a proof of long ago counts as fresh",
    file: RULES,
    find: "ageMs < FRESH_MS",
    put: "ageMs < 100 * FRESH_MS",
    project: "unit",
    test: "tests/unit/accounts/company-rules.test.ts",
  },
  {
    of: "L8",
    says: "out of the group is in for the rest of the day",
    file: "lib/features/accounts/rules.ts",
    find: "VOUCH_MS = 15 * 60_000",
    put: "VOUCH_MS = 24 * 3_600_000",
    ...signIn,
  },
  {
    of: "L8",
    says: "who was switched off comes in by the company",
    file: SERVICE,
    find: "if (!known.ok || known.value.disabledAt) {",
    put: "if (!known.ok) {",
    ...signIn,
  },
  {
    of: "L5",
    says: "a role that the company changed leaves sessions open",
    file: SERVICE,
    find: "  if (moved) {",
    put: "  if (moved && user.role === role) {",
    ...signIn,
  },
  {
    of: "L8",
    says: "any site begins a sign-in",
    file: ENTRY,
    find: 'if (how !== "silent" && !isOurs(request))',
    put: 'if (how === "silent" && !isOurs(request))',
    ...forged,
  },
  {
    of: "L7",
    says: "a whole address is a place to go on to",
    file: "lib/entry/safe-path.ts",
    find: "return url?.origin === origin ? safePath(url.pathname + url.search) : HOME;",
    put: "return url?.origin === origin ? HOME : value;",
    ...redirects,
  },
  {
    of: "L7",
    says: "dots lead out of a path",
    file: "lib/entry/safe-path.ts",
    find: "return PLAIN_PATH.test(path) ? path : HOME;",
    put: "return path;",
    ...redirects,
  },
  {
    of: "L7",
    says: "next-auth leads wherever it is told to",
    file: "lib/entry/next-auth.ts",
    find: "redirect: ({ url, baseUrl }) =>",
    put: "redirect: ({ url, baseUrl }) => URL.canParse(url) ? url :",
    ...redirects,
  },
  {
    of: "L6",
    says: "a short secret seals cookies",
    file: "lib/env.ts",
    find: "AUTH_SECRET: field.required(32,",
    put: "AUTH_SECRET: field.required(1,",
    ...starting,
  },
  {
    of: "L6",
    says: "what is no session id reaches the database",
    file: "lib/entry/next-auth.ts",
    find: 'return typeof id === "string" && isUuid(id) ? id : null;',
    put: 'return isUuid("") ? null : (id as string | null);',
    ...closed,
  },
];
