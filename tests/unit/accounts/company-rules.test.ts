import { describe, expect, it } from "vitest";
import { readClaims } from "#lib/features/accounts/company-rules.ts";
import { standingOf, VOUCH_MS } from "#lib/features/accounts/rules.ts";

const now = new Date("2026-11-22T12:00:00Z");
const seconds = now.getTime() / 1000;
const issuer = "https://login.company.example";
const RIGHT = {
  iss: issuer,
  sub: "0001",
  iat: seconds,
  name: "Pessoa Sintética",
  email: "Pessoa@Empresa.test",
  email_verified: true,
  roles: ["analyst"],
};
const read = (claims: Record<string, unknown>, roleClaim = "roles") =>
  readClaims({ ...RIGHT, ...claims }, { issuer, roleClaim, now });
const codeOf = (claims: Record<string, unknown>, roleClaim?: string) => {
  const result = read(claims, roleClaim);
  return result.ok ? result.value.role : result.failure.code;
};

describe("the role of a company's person", () => {
  it.each([
    ["a text", "manager", "manager"],
    ["a list of one", ["support"], "support"],
    ["the same twice", ["admin", "admin"], "admin"],
    ["one among groups that are none of ours", ["all-staff", "analyst", "vpn"], "analyst"],
    ["two", ["analyst", "manager"], "role_several"],
    ["all four", ["support", "analyst", "manager", "admin"], "role_several"],
    ["none", [], "role_none"],
    ["nothing", undefined, "role_none"],
    ["in capitals", "Admin", "role_none"],
    ["with a blank", "admin ", "role_none"],
    ["several in one text", "analyst,manager", "role_none"],
    ["a list in a list", [["admin"]], "role_none"],
    ["an object", { admin: true }, "role_none"],
    ["a member of every object", "toString", "role_none"],
  ])("%s", (_, roles, expected) => expect(codeOf({ roles })).toBe(expected));

  it.each([
    ["realm_access.roles", { realm_access: { roles: ["manager"] } }, "manager"],
    ["https://company.example/roles", { "https://company.example/roles": "admin" }, "admin"],
    ["a.b", { "a.b": "support", a: { b: "admin" } }, "support"],
    ["realm_access.roles", { realm_access: null }, "role_none"],
    ["realm_access.roles", { realm_access: "manager" }, "role_none"],
    ["__proto__.roles", {}, "role_none"],
    ["constructor.name", {}, "role_none"],
  ])("at %s", (claim, claims, expected) =>
    expect(codeOf({ roles: undefined, ...claims }, claim)).toBe(expected),
  );
});

describe("who it is", () => {
  it("is the issuer and the subject, with a name and an e-mail that the company confirms", () => {
    expect(read({})).toEqual({
      ok: true,
      value: {
        issuer,
        subject: "0001",
        role: "analyst",
        name: "Pessoa Sintética",
        email: "pessoa@empresa.test",
        confirmedAt: null,
      },
    });
  });
  it.each([
    ["another issuer", { iss: `${issuer}/` }],
    ["no issuer", { iss: undefined }],
    ["no subject", { sub: undefined }],
    ["an empty subject", { sub: "" }],
    ["a subject that is no text", { sub: 7 }],
    ["a subject too long", { sub: "x".repeat(256) }],
  ])("is nobody with %s", (_, claims) => expect(codeOf(claims)).toBe("identity"));
  it.each([
    [{ email_verified: false }],
    [{ email_verified: undefined }],
    [{ email_verified: "true" }],
    [{ email: "no-address" }],
    [{ email: undefined }],
  ])("has no e-mail with %j", (claims) =>
    expect(read(claims)).toMatchObject({ ok: true, value: { email: null } }),
  );
  it("has a name without control characters and of a bearable length", () => {
    expect(read({ name: ` A\n\tB${"x".repeat(300)}` })).toMatchObject({
      value: { name: `A B${"x".repeat(97)}` },
    });
    expect(read({ name: " \n" })).toMatchObject({ value: { name: null } });
  });
});

describe("when it was", () => {
  const at = (auth_time: unknown) => read({ auth_time });
  it("a proof of the last five minutes counts as fresh, from when it was given", () => {
    expect(at(seconds - 299)).toMatchObject({ value: { confirmedAt: new Date((seconds - 299) * 1000) } });
    expect(at(seconds - 300)).toMatchObject({ value: { confirmedAt: null } });
    expect(at(undefined)).toMatchObject({ value: { confirmedAt: null } });
  });
  it("a clock that is ahead by little gives no more time", () => {
    expect(at(seconds + 9)).toMatchObject({ value: { confirmedAt: now } });
  });
  it.each([
    ["a proof of the future", { auth_time: seconds + 11 }, "clock"],
    ["a token of the future", { iat: seconds + 11 }, "clock"],
    ["a proof of 12 hours ago", { auth_time: seconds - 12 * 3600 - 11 }, "old"],
    ["a proof of no time", { auth_time: "now" }, "identity"],
    ["a token of no time", { iat: undefined }, "identity"],
  ])("%s lets nobody in", (_, claims, code) => expect(codeOf(claims)).toBe(code));
});

it("the company's word counts for 15 minutes to the millisecond, and only its own sessions need it", () => {
  const session = {
    stage: "full",
    way: "company",
    createdAt: new Date(now.getTime() - 3_600_000),
    lastSeenAt: now,
    endedAt: null,
    user: { disabledAt: null },
  } as const;
  const vouched = (ms: number) => new Date(now.getTime() - ms);
  expect(standingOf({ ...session, vouchedAt: vouched(VOUCH_MS - 1) }, now)).toBe("live");
  expect(standingOf({ ...session, vouchedAt: vouched(VOUCH_MS) }, now)).toBe("unvouched");
  expect(standingOf({ ...session, vouchedAt: null }, now)).toBe("unvouched");
  expect(standingOf({ ...session, way: "password", vouchedAt: null }, now)).toBe("live");
});
