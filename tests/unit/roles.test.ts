import { describe, expect, it } from "vitest";
import {
  type Actor,
  assertCan,
  can,
  Forbidden,
  GRANTS,
  grantOf,
  type Permission,
  ROLES,
} from "#lib/auth/roles.ts";

/** The product's table of roles, row for row: support, analyst, manager, admin. */
const PAGE: Record<Permission, [string, string, string, string]> = {
  "process:lookup": ["full", "full", "full", ""],
  "reference:read": ["masked", "full", "full", ""],
  "reference:import": ["", "", "full", ""],
  "reverification:read": ["", "full", "full", ""],
  "reverification:start": ["", "full", "full", ""],
  "reverification:reconcile": ["", "full", "full", ""],
  "case:read": ["masked", "full", "full", ""],
  "case:flag": ["full", "full", "full", ""],
  "case:work": ["", "full", "full", ""],
  "case:approve": ["", "full", "full", ""],
  "case:assign": ["", "", "full", ""],
  "case:reopen": ["", "", "full", ""],
  "case:bulk": ["", "", "full", ""],
  "pii:reveal": ["own", "full", "full", ""],
  "selfie:view": ["", "full", "full", ""],
  "report:read": ["", "own", "full", ""],
  "export:create": ["", "own", "full", ""],
  "export:pii": ["", "", "full", ""],
  "audit:read": ["", "", "full", "full"],
  "triage:edit": ["", "", "full", ""],
  "user:manage": ["", "", "", "full"],
  "settings:manage": ["", "", "", "full"],
};

const actorOf = (role: (typeof ROLES)[number]): Actor => ({
  kind: "user",
  id: "u",
  name: "Pessoa Teste",
  role,
  sessionId: "s",
  scope: null,
});

describe("the table of roles", () => {
  it("has these permissions and no other", () => {
    expect(Object.keys(GRANTS).sort()).toEqual(Object.keys(PAGE).sort());
  });

  const cells = Object.entries(PAGE).flatMap(([permission, row]) =>
    ROLES.map((role, i) => [permission as Permission, role, row[i]] as const),
  );
  it.each(cells)("%s for %s: %s", (permission, role, grant) => {
    const actor = actorOf(role);
    expect(grantOf(actor, permission) ?? "").toBe(grant);
    expect(can(actor, permission)).toBe(grant !== "");
    if (grant === "") expect(() => assertCan(actor, permission)).toThrow(Forbidden);
    else expect(assertCan(actor, permission)).toBe(grant);
  });
});
