import type { Defect } from "./defect.ts";

const MIGRATION = "prisma/migrations/20261123000300_throttling/migration.sql";
const ATTEMPTS = "lib/features/throttling/attempts.ts";
const RULES = "lib/features/throttling/rules.ts";
const LIMITS = "lib/features/limits/limits.ts";
const WATCHING = "lib/features/limits/watching.ts";

const of = (name: string) =>
  ({ project: "integration", test: `tests/integration/throttling/${name}.test.ts` }) as const;
const limits = { project: "integration", test: "tests/integration/limits/limits.test.ts" } as const;
const watching = { project: "integration", test: "tests/integration/limits/watching.test.ts" } as const;

/** Protections of the tries of passwords, codes and links, and of what one person may do in a minute. */
export const THROTTLING_DEFECTS: readonly Defect[] = [
  {
    of: "L3",
    says: "tries at once are judged without holding the bucket still",
    file: MIGRATION,
    find: "SELECT * INTO kept FROM attempt_bucket WHERE key = decode(bucket.key, 'hex') FOR UPDATE;",
    put: "SELECT * INTO kept FROM attempt_bucket WHERE key = decode(bucket.key, 'hex');",
    ...of("parallel"),
  },
  {
    of: "L3",
    says: "the waits of an account do not grow",
    file: RULES,
    find: "(_, power) => 2 ** power)",
    put: "(_, _power) => 1)",
    project: "unit",
    test: "tests/unit/throttling/rules.test.ts",
  },
  {
    of: "L3",
    says: "a hundred failures in a row stop nobody",
    file: MIGRATION,
    find: "IF kept.failures >= bucket.stop THEN",
    put: "IF false THEN",
    ...of("attempts"),
  },
  {
    of: "L3",
    says: "an account that stands still is forgotten after a week",
    file: "lib/features/throttling/pruning.ts",
    find: "AND NOT (scope = 'account' AND",
    put: "AND NOT (false AND",
    ...of("attempts"),
  },
  {
    of: "L3",
    says: "addresses are not counted",
    file: ATTEMPTS,
    find: "request.address === null ? []",
    put: "request.address !== null ? []",
    ...of("attempts"),
  },
  {
    of: "L3",
    says: "a right try sets free what everybody shares",
    file: MIGRATION,
    find: "      tries = CASE WHEN array_position(tries, taken_now) IS NULL THEN tries\n",
    put: "      tries = CASE WHEN true THEN '{}'\n",
    ...of("attempts"),
  },
  {
    of: "L3",
    says: "a known device counts with strangers",
    file: ATTEMPTS,
    find: "const buckets = isKnown ? ofDevice(ctx.vault, attempt) : ofStranger(ctx, attempt);",
    put: "const buckets = isKnown ? ofStranger(ctx, attempt) : ofStranger(ctx, attempt);",
    ...of("devices"),
  },
  {
    of: "L3",
    says: "any device is known for anybody",
    file: ATTEMPTS,
    find: "AND (u.email =",
    put: "AND (true OR u.email =",
    ...of("devices"),
  },
  {
    of: "L3",
    says: "many accounts with one try each are told to nobody",
    file: "lib/features/throttling/spraying.ts",
    find: "FROM tried WHERE accounts >= ",
    put: "FROM tried WHERE accounts >= 100 * ",
    ...of("spraying"),
  },
  {
    of: "L2",
    says: "a refused sign-in leaves when it is ready",
    file: "lib/features/accounts/signing-in.ts",
    find: "if (!opened.ok) await leaveEvenly(startedMs, REFUSAL_STEP_MS);",
    put: "",
    ...of("enumeration"),
  },
  {
    of: "L2",
    says: "no password is checked where there is no account",
    file: "lib/auth/password.ts",
    find: 'return stored !== null && matches ? "right" : "wrong";',
    put: 'if (stored === null) throw new Error("no account");\n  return matches ? "right" : "wrong";',
    ...of("enumeration"),
  },
  {
    of: "L4",
    says: "codes have far more than five tries",
    file: RULES,
    find: "    account: { most: 5, seconds: QUARTER_HOUR_S, stop: STOP },",
    put: "    account: { most: 500, seconds: QUARTER_HOUR_S, stop: STOP },",
    ...of("attempts"),
  },
  {
    of: "W15",
    says: "a limit is looked at first and counted after",
    file: LIMITS,
    find: "WHERE cardinality(tries_within(p.used_at,",
    put: "WHERE (SELECT cardinality(q.used_at) FROM person_limit AS q WHERE q.user_id = p.user_id AND q.what = p.what) + 0 * cardinality(tries_within(p.used_at,",
    ...limits,
  },
  {
    of: "W15",
    says: "every refusal is written to the log",
    file: LIMITS,
    find: "AND refused_at <= clock_timestamp()",
    put: "AND clock_timestamp() <= clock_timestamp()",
    ...limits,
  },
  {
    of: "W8",
    says: "pictures are given without a limit",
    file: "lib/features/reverifications/selfies.ts",
    find: 'const limit = await takeOwnLimit(ctx, "selfie");',
    put: "const limit: Result<null, TooMany> = ok(null);",
    ...watching,
  },
  {
    of: "W9",
    says: "guessed pictures are not counted",
    file: "lib/entry/selfie-response.ts",
    find: 'await watch(ctx, "not_found");',
    put: "",
    ...watching,
  },
  {
    of: "W9",
    says: "guessed pages are not counted",
    file: "lib/entry/page.ts",
    find: 'await watch(ctx, "not_found");',
    put: "",
    ...watching,
  },
  {
    of: "W15",
    says: "whoever looks at everybody is told of to nobody",
    file: WATCHING,
    find: "WHERE counted = ",
    put: "WHERE counted = -",
    ...watching,
  },
];
