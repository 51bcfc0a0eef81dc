import { describe, expect, it } from "vitest";
import { detailWords } from "#app/(staff)/audit/detail-words.ts";
import {
  type Held,
  type HeldPerson,
  managesPeople,
  needsFreshProof,
  PERSON_REFUSALS,
  type PersonAct,
  refusalOf,
  standingOfPerson,
} from "#lib/features/accounts/people-rules.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const someone: HeldPerson = {
  id: "someone",
  role: "analyst",
  version: 3,
  standing: "active",
  hasSecondFactor: true,
  isOfCompany: false,
  branches: ["a", "b"],
};
const held = (person: Partial<HeldPerson> = {}, rest: Partial<Held> = {}): Held => ({
  actorId: "admin",
  actorScope: null,
  drawnVersion: 3,
  person: { ...someone, ...person },
  ableManagers: ["admin", "other"],
  ...rest,
});
const ACTS: PersonAct[] = [
  { kind: "role", role: "manager" },
  { kind: "branches", branches: ["a"], areKnown: true },
  { kind: "disable" },
  { kind: "second_factor" },
  { kind: "link" },
  { kind: "sessions" },
];

describe("what stands against an act", () => {
  it.each(ACTS)("nothing stands against $kind by an administrator", (act) => {
    expect(refusalOf(act, held())).toBeNull();
  });
  it("is that it is one's own account", () => {
    for (const act of ACTS)
      expect(refusalOf(act, held({ id: "admin", role: "admin" })), act.kind).toBe("own");
  });
  it("is that the right was lost meanwhile, before anything is told of the person", () => {
    for (const act of ACTS) {
      expect(refusalOf(act, held({ version: 9 }, { ableManagers: ["other"] }))).toBe("not_yours_any_more");
      expect(refusalOf(act, held({}, { person: null }))).toBe("gone");
    }
  });
  it("is a stale form, but for ending sessions", () => {
    for (const act of ACTS)
      expect(refusalOf(act, held({ version: 4 }))).toBe(act.kind === "sessions" ? null : "stale");
    expect(refusalOf({ kind: "disable" }, held({ version: 4 }, { drawnVersion: null }))).toBeNull();
  });
  it("is the last administrator, whose role and account stay", () => {
    const last = held({ id: "admin", role: "admin" }, { actorId: null, ableManagers: ["admin"] });
    expect(refusalOf({ kind: "disable" }, last)).toBe("last_admin");
    expect(refusalOf({ kind: "role", role: "manager" }, last)).toBe("last_admin");
    expect(refusalOf({ kind: "link" }, last)).toBeNull();
    expect(refusalOf({ kind: "sessions" }, last)).toBeNull();
    // One of two goes; one who cannot sign in is no loss.
    expect(refusalOf({ kind: "disable" }, { ...last, ableManagers: ["admin", "other"] })).toBeNull();
    expect(refusalOf({ kind: "disable" }, { ...last, ableManagers: ["other"] })).toBeNull();
  });
  it.each<[PersonAct, Partial<HeldPerson>]>([
    [{ kind: "role", role: "analyst" }, {}],
    [{ kind: "branches", branches: ["b", "a"], areKnown: true }, {}],
    [{ kind: "disable" }, { standing: "disabled" }],
    [{ kind: "enable" }, { standing: "active" }],
    [{ kind: "enable" }, { standing: "invited" }],
    [{ kind: "second_factor" }, { hasSecondFactor: false }],
  ])("is that it is so already: %j", (act, person) => {
    expect(refusalOf(act, held(person))).toBe("unchanged");
  });
  it("is that a link would open a disabled account", () => {
    expect(refusalOf({ kind: "link" }, held({ standing: "disabled" }))).toBe("disabled");
    expect(refusalOf({ kind: "link" }, held({ standing: "invited" }))).toBeNull();
  });
  it("is that a link would give a person of the company a password beside the company's word", () => {
    for (const standing of ["active", "disabled"] as const)
      expect(refusalOf({ kind: "link" }, held({ isOfCompany: true, standing }))).toBe("of_company");
    for (const act of ACTS.filter(({ kind }) => kind !== "link"))
      expect(refusalOf(act, held({ isOfCompany: true })), act.kind).toBeNull();
  });
  it("is that it reaches beyond the branches of who acts", () => {
    const of = (act: PersonAct, branches: string[], actorScope = ["a", "b"]) =>
      refusalOf(
        act,
        held({ branches, standing: act.kind === "enable" ? "disabled" : "active" }, { actorScope }),
      );
    const widening: PersonAct[] = [
      { kind: "role", role: "manager" },
      { kind: "enable" },
      { kind: "second_factor" },
      { kind: "link" },
    ];
    for (const act of widening) {
      expect(of(act, ["a"]), act.kind).toBeNull();
      for (const branches of [[], ["c"], ["a", "c"]])
        expect(of(act, branches), act.kind).toBe("branch_unknown");
    }
    for (const branches of [[], ["c"], ["a", "c"]])
      expect(of({ kind: "branches", branches, areKnown: true }, ["a"])).toBe("branch_unknown");
    // Neither from who has more, for that would be taken away unseen.
    const one = { kind: "branches", branches: ["b"], areKnown: true } as const;
    for (const branches of [[], ["c"], ["a", "c"]]) expect(of(one, branches)).toBe("branch_unknown");
    expect(of(one, ["a"])).toBeNull();
    expect(refusalOf({ ...one, areKnown: false }, held())).toBe("branch_unknown");
    // What takes away widens nothing.
    for (const kind of ["disable", "sessions"] as const) expect(of({ kind }, ["c"])).toBeNull();
  });
  it.each(PERSON_REFUSALS)("has words for %s", (code) => {
    expect(translatorFor("en", "users")(`refusal.${code}`)).toMatch(/\.$/);
    expect(translatorFor("pt-BR", "users")(`refusal.${code}`)).toMatch(/\.$/);
  });
});

describe("a fresh proof", () => {
  it("is asked for before what changes access or opens an account to another", () => {
    const asked = ACTS.filter(needsFreshProof).map(({ kind }) => kind);
    expect(asked).toEqual(["role", "branches", "disable", "second_factor", "link"]);
    expect(needsFreshProof({ kind: "enable" })).toBe(true);
    expect(managesPeople("manager")).toBe(false);
  });
});

describe("standing", () => {
  const none = { disabledAt: null, passwordHash: null, oidcSubject: null };
  it.each([
    [none, "invited"],
    [{ ...none, passwordHash: "x" }, "active"],
    [{ ...none, oidcSubject: "x" }, "active"],
    [{ ...none, passwordHash: "x", disabledAt: new Date() }, "disabled"],
  ])("%j is %s", (facts, standing) => {
    expect(standingOfPerson(facts)).toBe(standing);
  });
});

describe("the audit log", () => {
  const words = (action: string, detail: Record<string, string>) =>
    detailWords("en", { action, detail: Object.entries(detail).map(([name, value]) => ({ name, value })) });
  it("says what a role was and is", () => {
    const detail = { "before.role": "analyst", "after.role": "manager", sessionsEnded: "2" };
    expect(words("user.role", detail)).toBe("analyst to Manager");
    expect(words("user.role", { from: "admin", to: "support", by: "company" })).toBe(
      "administrator to Support",
    );
  });
  it.each(PERSON_REFUSALS)("says why nothing was done: %s", (why) => {
    expect(words("user.disable", { why })).not.toMatch(/^$|_|person\./);
  });
});
