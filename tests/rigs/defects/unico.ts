import type { Defect } from "./defect.ts";

const meaning = { of: "X6", project: "unit", test: "tests/unit/unico/any-validation.test.ts" } as const;
const ofProcess = { ...meaning, test: "tests/unit/unico/any-process.test.ts" } as const;
const token = { of: "X8", project: "unit", test: "tests/unit/unico/token.test.ts" } as const;
const waiting = { ...token, test: "tests/unit/unico/token-waits.test.ts" } as const;

/** What Unico's answers mean, and the token that they are asked for with. */
export const UNICO_DEFECTS: readonly Defect[] = [
  {
    ...meaning,
    says: "a bare word reads as a result",
    file: "lib/unico/schemas.ts",
    find: "return new Misshapen(value);",
    put: "return value;",
  },
  {
    ...meaning,
    says: "an alert that nobody documented is taken for none",
    file: "lib/unico/outcomes.ts",
    find: 'raw === "inconclusive" || raw === "no" ? "inconclusive" : "other"',
    put: '"inconclusive"',
  },
  {
    ...meaning,
    says: "a match hides its alert",
    file: "lib/unico/outcomes.ts",
    find: 'return isFlagged ? "match_flagged" : "match";',
    put: 'return "match";',
  },
  {
    ...meaning,
    says: "a status that nobody documented counts as finished",
    file: "lib/unico/outcomes.ts",
    find: 'default:\n      return "undecided";',
    put: "default:\n      return null;",
  },
  {
    ...ofProcess,
    says: "a part of another type reads as one that is silent",
    file: "lib/unico/process-schema.ts",
    find: "decide.map((member) => [member, JSON.stringify(value)])",
    put: "[]",
  },
  {
    ...ofProcess,
    says: "an unknown word of a process decides",
    file: "lib/unico/process-reading.ts",
    find: 'result === "unknown" || liveness === "unknown" || authentication === "unknown"',
    put: "false",
  },
  {
    ...waiting,
    says: "a call leaves with the token that it had before it waited",
    file: "lib/unico/call.ts",
    find: "const held = deps.tokens.held();",
    put: "const held = token.value;",
  },
  {
    ...waiting,
    says: "the token service's 429 holds nobody back",
    file: "lib/unico/token-asking.ts",
    find: 'if (sent.ok && verdict === "busy") {',
    put: "if (false) {",
  },
  {
    ...token,
    says: "a token is renewed when it is over",
    file: "lib/unico/token.ts",
    find: "lifeMs - 10 * 60_000",
    put: "lifeMs",
  },
  {
    ...token,
    says: "a renewal that fails throws a good token away",
    file: "lib/unico/token.ts",
    find: "return token === null ? fail(failure) : ok(token);",
    put: "return fail(failure);",
  },
  {
    ...token,
    says: "two assertions are dated with one second",
    file: "lib/unico/assertion.ts",
    find: "while (used.has(second)) second -= 1;",
    put: "",
  },
  {
    ...token,
    says: "a refused account is asked for again at once",
    file: "lib/unico/token.ts",
    find: "const PAUSE_PER_REFUSAL_MS = 5 * 60_000;",
    put: "const PAUSE_PER_REFUSAL_MS = 0;",
  },
];
