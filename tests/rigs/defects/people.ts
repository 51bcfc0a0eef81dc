import type { Defect } from "./defect.ts";

const RULES = "lib/features/accounts/people-rules.ts";
const CHANGING = "lib/features/accounts/people-changing.ts";
const REPOSITORY = "lib/features/accounts/repository-people.ts";
const SERVICE = "lib/features/accounts/service.ts";

const of = (name: string) =>
  ({ project: "integration", test: `tests/integration/people/${name}.test.ts` }) as const;
const passwords = { project: "unit", test: "tests/unit/accounts/passwords.test.ts" } as const;

/** Protections of `/settings/users` and of one-time links. */
export const PEOPLE_DEFECTS: readonly Defect[] = [
  {
    of: "W1",
    says: "anybody signed in changes people",
    file: CHANGING,
    find: `  assertCan(actor, "user:manage");\n  if (needsFreshProof(act))`,
    put: "  if (needsFreshProof(act))",
    ...of("who-may"),
  },
  {
    of: "L9",
    says: "no fresh proof is asked for before a role changes",
    file: CHANGING,
    find: "if (needsFreshProof(act)) askForProof(ctx);",
    put: "",
    ...of("who-may"),
  },
  {
    of: "L9",
    says: "somebody is invited without a fresh proof",
    file: "lib/features/accounts/people-inviting.ts",
    find: "  askForProof(ctx);",
    put: "",
    ...of("who-may"),
  },
  {
    of: "L5",
    says: "sessions outlive a change of role",
    file: CHANGING,
    find: "const { count } = await accounts.endSessionsOf(tx, id, now());",
    put: "const count = 1;",
    ...of("changing"),
  },
  {
    of: "L5",
    says: "two administrators at once are not held one after the other",
    file: REPOSITORY,
    find: "ORDER BY id FOR UPDATE",
    put: "ORDER BY id",
    ...of("last-admin"),
  },
  {
    of: "L5",
    says: "who lost the right meanwhile still acts",
    file: RULES,
    find: `if (actorId !== null && !ableManagers.includes(actorId)) return "not_yours_any_more";`,
    put: "",
    ...of("last-admin"),
  },
  {
    of: "L5",
    says: "the last administrator can be taken away",
    file: RULES,
    find: `if (isLast && takesManagerAway(act)) return "last_admin";`,
    put: "",
    ...of("last-admin"),
  },
  {
    of: "L5",
    says: "a demo's administrator counts outside the sandbox",
    file: REPOSITORY,
    find: ` && !isDemoElsewhere(row.email)`,
    put: "",
    ...of("last-admin"),
  },
  {
    of: "L5",
    says: "people change their own role",
    file: RULES,
    find: `if (actorId === person.id) return "own";`,
    put: "",
    ...of("who-may"),
  },
  {
    of: "W16",
    says: "an administrator of one branch gives others",
    file: RULES,
    find: "!isWithin(scope, act.branches) || ",
    put: "",
    ...of("branches"),
  },
  {
    of: "W16",
    says: "an administrator of one branch takes away others",
    file: RULES,
    find: " || !isWithin(scope, person.branches);",
    put: ";",
    ...of("branches"),
  },
  {
    of: "W16",
    says: "an administrator of one branch is offered others",
    file: "lib/features/accounts/people.ts",
    find: "branches.filter(({ id }) => isInScope(ctx.actor, id))",
    put: 'branches.filter(({ id }) => isInScope({ kind: "program" }, id))',
    ...of("branches"),
  },
  {
    of: "A1",
    says: "what is done to a person is told to nobody",
    file: CHANGING,
    find: "    await recordAudit(tx, ctx, { ...entry, detail });",
    put: "    void detail;",
    ...of("changing"),
  },
  {
    of: "W2",
    says: "a stale form overwrites",
    file: RULES,
    find: "drawnVersion !== person.version",
    put: "drawnVersion > person.version",
    ...of("changing"),
  },
  {
    of: "L3",
    says: "an older link stays open beside a new one",
    file: "lib/features/accounts/one-time-link.ts",
    find: "await endLinksOf(tx, userId, now);",
    put: "",
    ...of("inviting"),
  },
  {
    of: "L5",
    says: "a link opens an account that was disabled meanwhile",
    file: SERVICE,
    find: `if (!locked || locked.disabledAt) return refuse(tx, userId, "disabled");`,
    put: "",
    ...of("links"),
  },
  {
    of: "L3",
    says: "wrong links are looked for without end",
    file: SERVICE,
    find: "if (!taken.ok) {",
    put: "if (false as boolean) {",
    ...of("links"),
  },
  {
    of: "L1",
    says: "a weak password is taken",
    file: SERVICE,
    find: `if (weakness) return fail({ code: "weak", weakness });`,
    put: "",
    ...of("links"),
  },
  {
    of: "L1",
    says: "a common password in disguise is taken",
    file: "lib/features/accounts/password-rules.ts",
    find: 'const unleet = (text: string): string => [...text].map((each) => LOOKS[each] ?? SIGNS[each] ?? each).join("");',
    put: "const unleet = (text: string): string => text;",
    ...passwords,
  },
];
