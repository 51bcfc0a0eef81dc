import { describe, expect, it } from "vitest";
import { CAPTURE_PATH, policyFor, sdkOf } from "#lib/entry/policy.ts";

const live = { isDev: false, sdk: "production" } as const;
const rulesOf = (path: string, settings: Parameters<typeof policyFor>[2] = live) =>
  Object.fromEntries(
    policyFor(path, "N0nce", settings)
      .split("; ")
      .map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1)]),
  );

describe("the content security policy", () => {
  it.each([
    "/",
    "/reverifications",
    "/reverifications/new/x",
    "/reverifications/019aa0b1-0000-7000-8000-000000000001",
    "/sign-in",
    "/REVERIFICATIONS/NEW",
  ])("is strict at %s, with the Web SDK or without it", (path) => {
    for (const sdk of ["uat", "production"] as const)
      expect(policyFor(path, "N0nce", { ...live, sdk })).toBe(
        policyFor(path, "N0nce", { ...live, sdk: null }),
      );
    const rules = rulesOf(path);
    expect(rules["script-src"]).toEqual(["'self'", "'nonce-N0nce'", "'strict-dynamic'"]);
    expect(rules["style-src"]).toEqual(["'self'", "'nonce-N0nce'"]);
    expect(rules["connect-src"]).toEqual(["'self'"]);
    expect(policyFor(path, "N0nce", live)).not.toMatch(/https?:|unsafe-eval|worker-src/);
  });
  it("of the page that captures is as strict while no Web SDK is used", () => {
    const off = { isDev: false, sdk: null };
    expect(policyFor(CAPTURE_PATH, "N0nce", off)).toBe(policyFor("/", "N0nce", off));
  });
  it("of the page that captures lets in what the Web SDK needs, host by host", () => {
    const rules = rulesOf(CAPTURE_PATH);
    expect(rules["script-src"]).toEqual([
      "'self'",
      "'nonce-N0nce'",
      "'wasm-unsafe-eval'",
      "blob:",
      "https://udp.unico.app",
      "https://dm7lr0s4n6vk6.webdevicejs.com",
      "https://backend-sdk.prod.private.unico.run",
    ]);
    expect(rules["worker-src"]).toEqual(["'self'", "blob:"]);
    expect(rules["frame-ancestors"]).toEqual(["'none'"]);
    expect(rules["object-src"]).toEqual(["'none'"]);
    expect(rules["form-action"]).toEqual(["'self'"]);
    const all = policyFor(CAPTURE_PATH, "N0nce", live);
    expect(all).not.toMatch(/\*|http:|'unsafe-eval'|strict-dynamic|sentry/);
    for (const [address] of all.matchAll(/https:\S+/g))
      expect(new URL(address.replace(/;$/, "")).hostname).toMatch(
        /(\.unico\.app|\.unico\.run|\.webdevicejs\.com|\.nr-data\.net|^fonts\.(googleapis|gstatic)\.com)$/,
      );
  });
  it.each([
    ["uat", "backend-sdk.uat.private.unico.run", /backend-sdk\.prod|sdk-s\.private|\bid\.unico/],
    ["production", "backend-sdk.prod.private.unico.run", /\.uat\./],
  ] as const)(
    "in %s lets the Web SDK authenticate at its own service, and at no other",
    (sdk, host, other) => {
      const rules = rulesOf(CAPTURE_PATH, { isDev: false, sdk });
      for (const name of ["connect-src", "script-src", "style-src"])
        expect(rules[name], name).toContain(`https://${host}`);
      expect(policyFor(CAPTURE_PATH, "N0nce", { isDev: false, sdk })).not.toMatch(other);
    },
  );
  it.each([
    [{ UNICO_ENV: "uat", UNICO_LIVENESS: "on" }, "uat"],
    [{ UNICO_ENV: " production ", UNICO_LIVENESS: " on" }, "production"],
    [{ UNICO_ENV: "production", UNICO_LIVENESS: "off" }, null],
    [{ UNICO_ENV: "production" }, null],
    [{ UNICO_ENV: "sandbox", UNICO_LIVENESS: "on" }, null],
    [{ UNICO_LIVENESS: "on" }, null],
  ])("with %o is that of %s", (settings, sdk) => {
    expect(sdkOf(settings)).toBe(sdk);
  });
  it("lets a picture or a file of a case be nothing but that", () => {
    for (const path of ["/api/selfies/1", "/api/cases/10001/files/1"])
      expect(policyFor(path, "N0nce", live)).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
  });
});
