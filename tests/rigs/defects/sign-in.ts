import type { Defect } from "./defect.ts";

const SESSIONS = "lib/features/accounts/sessions.ts";
const RULES = "lib/features/accounts/rules.ts";
const STORE = "lib/features/accounts/repository-second-factor.ts";
const CODES = "lib/features/accounts/second-factor-codes.ts";
const FACTOR = "lib/features/accounts/second-factor.ts";
const REPOSITORY = "lib/features/accounts/repository.ts";

const passwords = { project: "integration", test: "tests/integration/accounts-password.test.ts" } as const;
const factors = { project: "integration", test: "tests/integration/accounts-second-factor.test.ts" } as const;
const sessions = { project: "integration", test: "tests/integration/accounts-sessions.test.ts" } as const;
const stepUps = { project: "integration", test: "tests/integration/accounts-step-up.test.ts" } as const;
const entry = { project: "integration", test: "tests/integration/accounts-entry.test.ts" } as const;

/** Protections of signing in, of sessions, of the second factor and of a fresh proof. */
export const SIGN_IN_DEFECTS: readonly Defect[] = [
  {
    of: "L1",
    says: "a password is hashed for less",
    file: "lib/auth/password.ts",
    find: "memoryCost: 64 * 1024, timeCost: 3",
    put: "memoryCost: 19 * 1024, timeCost: 2",
    ...passwords,
  },
  {
    of: "L1",
    says: "a weaker hash is never upgraded",
    file: "lib/features/accounts/signing-in.ts",
    find: "isWeaker(user.passwordHash)",
    put: "user.passwordHash === password",
    ...passwords,
  },
  {
    of: "L1",
    says: "a password is trimmed",
    file: "lib/features/accounts/schema.ts",
    find: `  password: z.string().min(1, say("field.password"))`,
    put: `  password: z.string().trim().min(1, say("field.password"))`,
    ...passwords,
  },
  {
    of: "L4",
    says: "a code counts as often as it is sent",
    file: STORE,
    find: "OR totp_last_step < ",
    put: "OR true OR totp_last_step < ",
    ...factors,
  },
  {
    of: "L4",
    says: "the code of the step that counted last counts again",
    file: STORE,
    find: "OR totp_last_step < ",
    put: "OR totp_last_step <= ",
    ...factors,
  },
  {
    of: "L4",
    says: "codes of two steps around count",
    file: CODES,
    find: "const WINDOW = 1;",
    put: "const WINDOW = 2;",
    ...factors,
  },
  {
    of: "L4",
    says: "a recovery code counts again",
    file: STORE,
    find: "where: { userId, codeHash, usedAt: null },",
    put: "where: { userId, codeHash },",
    ...factors,
  },
  {
    of: "L4",
    says: "codes may be tried without end",
    file: "lib/features/accounts/second-factor-proof.ts",
    find: `if (!taken.ok) return refuse(taken.failure.isNews ? ctx.db : null, "throttled");`,
    put: "if (!taken.ok) return ctx.db.$transaction(work);",
    ...factors,
  },
  {
    of: "L4",
    says: "of two sessions that set a second factor up, the slower overwrites the faster",
    file: FACTOR,
    find: `if (!sealed || (had && action === "factor.set_up")) return over();`,
    put: "if (!sealed) return over();",
    ...factors,
  },
  {
    of: "L4",
    says: "the last step of setting up is let through without a code",
    file: "lib/features/accounts/second-factor-sign-in.ts",
    find: `const isProven = confirmedAt !== null && factor === "code" && locked?.totpConfirmedAt;`,
    put: "const isProven = factor.length > 0;",
    ...factors,
  },
  {
    of: "L4",
    says: "a session before the code opens pages and actions",
    file: SESSIONS,
    find: `if (session?.stage !== "full") return null;`,
    put: "if (!session) return null;",
    ...entry,
  },
  {
    of: "L5",
    says: "the session before a renewal goes on",
    file: REPOSITORY,
    find: "data: { endedAt, totpSetup: null },\n    select: {\n      createdAt",
    put: "data: { totpSetup: null },\n    select: {\n      createdAt",
    ...sessions,
  },
  {
    of: "L5",
    says: "a renewal begins twelve hours anew",
    file: SESSIONS,
    find: "    lastSeenAt: at,\n",
    put: "    lastSeenAt: at,\n    createdAt: at,\n",
    ...sessions,
  },
  {
    of: "L5",
    says: "who is disabled stays in",
    file: RULES,
    find: `if (session.user.disabledAt) return "disabled";`,
    put: "",
    ...sessions,
  },
  {
    of: "L5",
    says: "a session before the code lives as long as any",
    file: RULES,
    find: `const lifeMs = session.stage === "full" ? SESSION_LIFE_MS : PENDING_LIFE_MS;`,
    put: "const lifeMs = SESSION_LIFE_MS;",
    ...sessions,
  },
  {
    of: "L5",
    says: "use is noted by the minute",
    file: RULES,
    find: "export const SESSION_TOUCH_MS = 1_000;",
    put: "export const SESSION_TOUCH_MS = 60_000;",
    ...sessions,
  },
  {
    of: "L5",
    says: "a cookie is read without its seal",
    file: "lib/entry/next-auth.ts",
    find: `return typeof id === "string" && isUuid(id) ? id : null;`,
    put: `return typeof id === "string" && isUuid(id) ? id : null;\n  } finally {\n    if (value && isUuid(value)) return value;`,
    ...entry,
  },
  {
    of: "L9",
    says: "a proof is fresh for a quarter of an hour",
    file: RULES,
    find: "export const FRESH_MS = 5 * 60_000;",
    put: "export const FRESH_MS = 15 * 60_000;",
    ...stepUps,
  },
  {
    of: "L9",
    says: "the password is enough for who has a second factor",
    file: "lib/features/accounts/stepping-up.ts",
    find: `return session?.user.totpConfirmedAt ? "code" : "password";`,
    put: `return "password";`,
    ...stepUps,
  },
  {
    of: "L9",
    says: "an action runs in spite of a wrong proof",
    file: "lib/entry/step-up.ts",
    find: "if (!confirmed.ok) return null;",
    put: "if (!confirmed.ok) return { ...ctx, confirmedAt: ctx.now() };",
    ...entry,
  },
];
