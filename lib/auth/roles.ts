export const ROLES = ["support", "analyst", "manager", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** `masked`: sees it with personal data masked. `own`: only what is one's own work or look-up. */
export type Grant = "full" | "masked" | "own";

/** The product's table of roles. Nothing else in the code names a role to decide on access. */
export const GRANTS = {
  "process:lookup": { support: "full", analyst: "full", manager: "full" },
  "reference:read": { support: "masked", analyst: "full", manager: "full" },
  "reference:import": { manager: "full" },
  "reverification:read": { analyst: "full", manager: "full" },
  "reverification:start": { analyst: "full", manager: "full" },
  "reverification:reconcile": { analyst: "full", manager: "full" },
  "case:read": { support: "masked", analyst: "full", manager: "full" },
  "case:flag": { support: "full", analyst: "full", manager: "full" },
  "case:work": { analyst: "full", manager: "full" },
  "case:approve": { analyst: "full", manager: "full" },
  "case:assign": { manager: "full" },
  "case:reopen": { manager: "full" },
  "case:bulk": { manager: "full" },
  "pii:reveal": { support: "own", analyst: "full", manager: "full" },
  "selfie:view": { analyst: "full", manager: "full" },
  "report:read": { analyst: "own", manager: "full" },
  "export:create": { analyst: "own", manager: "full" },
  "export:pii": { manager: "full" },
  "audit:read": { manager: "full", admin: "full" },
  "triage:edit": { manager: "full" },
  "user:manage": { admin: "full" },
  "settings:manage": { admin: "full" },
} as const satisfies Record<string, Partial<Record<Role, Grant>>>;

export type Permission = keyof typeof GRANTS;

/** The branches that somebody sees, by id; null is all of them, and what belongs to none as well. */
export type Scope = readonly string[] | null;

/** Who acts: a signed-in person, the program itself (jobs, the command line), or Unico, which only tells us to look. */
export type Actor =
  | { kind: "user"; id: string; name: string; role: Role; sessionId: string; scope: Scope }
  | { kind: "program" }
  | { kind: "unico" };

/** What the actor may do with `permission`, or null. The program may do what its jobs are written to do. */
export function grantOf(actor: Actor, permission: Permission): Grant | null {
  if (actor.kind === "program") return "full";
  if (actor.kind === "unico") return null;
  const byRole: Partial<Record<Role, Grant>> = GRANTS[permission];
  return byRole[actor.role] ?? null;
}

export const can = (actor: Actor, permission: Permission): boolean => grantOf(actor, permission) !== null;

/** Thrown by a service; `lib/entry` turns it into "refused" and an audit event. */
export class Forbidden extends Error {
  readonly permission: Permission;
  constructor(permission: Permission) {
    super(`not permitted: ${permission}`);
    this.name = "Forbidden";
    this.permission = permission;
  }
}

/** First line of every service. */
export function assertCan(actor: Actor, permission: Permission): Grant {
  const grant = grantOf(actor, permission);
  if (!grant) throw new Forbidden(permission);
  return grant;
}
