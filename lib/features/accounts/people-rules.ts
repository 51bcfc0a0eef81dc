import { GRANTS, ROLES, type Role, type Scope } from "#lib/auth/roles.ts";

export const PERSON_STANDINGS = ["active", "invited", "disabled"] as const;
export type PersonStanding = (typeof PERSON_STANDINGS)[number];

export type AccessFacts = {
  disabledAt: Date | null;
  passwordHash: string | null;
  oidcSubject: string | null;
};

/** Invited: nothing lets them in yet but the one-time link. */
export function standingOfPerson({ disabledAt, passwordHash, oidcSubject }: AccessFacts): PersonStanding {
  if (disabledAt) return "disabled";
  return passwordHash || oidcSubject ? "active" : "invited";
}

/** Whether a role looks after people: who does keeps the company from locking itself out. */
export const managesPeople = (role: Role): boolean => role in GRANTS["user:manage"];
export const MANAGER_ROLES: readonly Role[] = ROLES.filter(managesPeople);

export type PersonAct =
  | { kind: "role"; role: Role }
  /** `areKnown`: each of them is a branch of the company. */
  | { kind: "branches"; branches: readonly string[]; areKnown: boolean }
  | { kind: "disable" | "enable" | "sessions" | "second_factor" | "link" };

/** What changes somebody's access, or opens an account to another: asked for with a proof that is minutes old. */
const NEEDS_FRESH: Record<PersonAct["kind"], boolean> = {
  role: true,
  branches: true,
  enable: true,
  second_factor: true,
  link: true,
  disable: true,
  sessions: false,
};
export const needsFreshProof = ({ kind }: PersonAct): boolean => NEEDS_FRESH[kind];

export type HeldPerson = {
  id: string;
  role: Role;
  version: number;
  standing: PersonStanding;
  hasSecondFactor: boolean;
  /** Signs in by the company: a password of ours would outlive the company's word. */
  isOfCompany: boolean;
  branches: readonly string[];
};

export type Held = {
  /** Who acts; null for the command line. */
  actorId: string | null;
  /** The branches of who acts, as they stand under the lock. */
  actorScope: Scope;
  /** The version that the form was drawn from; null where there was no form. */
  drawnVersion: number | null;
  person: HeldPerson | null;
  /** Everybody who looks after people and can sign in, the person included, as they stand under the lock. */
  ableManagers: readonly string[];
};

export const PERSON_REFUSALS = [
  "gone",
  "not_yours_any_more",
  "own",
  "stale",
  "last_admin",
  "unchanged",
  "disabled",
  "of_company",
  "branch_unknown",
] as const;
export type PersonRefusal = (typeof PERSON_REFUSALS)[number];

const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));

const takesManagerAway = (act: PersonAct): boolean =>
  act.kind === "disable" || (act.kind === "role" && !managesPeople(act.role));

function changesNothing(act: PersonAct, { role, standing, branches, hasSecondFactor }: HeldPerson): boolean {
  switch (act.kind) {
    case "role":
      return act.role === role;
    case "branches":
      return isSameSet(act.branches, branches);
    case "disable":
      return standing === "disabled";
    case "enable":
      return standing !== "disabled";
    case "second_factor":
      return !hasSecondFactor;
    case "sessions":
    case "link":
      return false;
  }
}

/** No branch is every branch, which is within nothing but every branch. */
export const isWithin = (scope: Scope, branches: readonly string[]): boolean =>
  scope === null || (branches.length > 0 && branches.every((each) => scope.includes(each)));

/** Nobody hands out, takes away or takes over more branches than their own. */
function reachesBeyond(act: PersonAct, person: HeldPerson, scope: Scope): boolean {
  switch (act.kind) {
    case "branches":
      return !act.areKnown || !isWithin(scope, act.branches) || !isWithin(scope, person.branches);
    case "role":
    case "enable":
    case "second_factor":
    case "link":
      return !isWithin(scope, person.branches);
    case "disable":
    case "sessions":
      return false;
  }
}

/** What stands against an act on a person, the weightiest first; null when nothing does. */
export function refusalOf(act: PersonAct, held: Held): PersonRefusal | null {
  const { actorId, actorScope, drawnVersion, person, ableManagers } = held;
  if (!person) return "gone";
  // Somebody took the role or the account from who acts while this waited for the lock.
  if (actorId !== null && !ableManagers.includes(actorId)) return "not_yours_any_more";
  if (actorId === person.id) return "own";
  if (reachesBeyond(act, person, actorScope)) return "branch_unknown";
  // Ending sessions changes nothing that a form shows.
  if (act.kind !== "sessions" && drawnVersion !== null && drawnVersion !== person.version) return "stale";
  const isLast = ableManagers.length === 1 && ableManagers[0] === person.id;
  if (isLast && takesManagerAway(act)) return "last_admin";
  if (changesNothing(act, person)) return "unchanged";
  if (act.kind !== "link") return null;
  if (person.isOfCompany) return "of_company";
  return person.standing === "disabled" ? "disabled" : null;
}
