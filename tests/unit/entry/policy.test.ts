import { describe, expect, it } from "vitest";
import { CAPTURE_PATH, policyFor } from "#lib/entry/policy.ts";

const live = { isDev: false, hasSdk: true };
const rulesOf = (path: string, settings = live) =>
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
    expect(policyFor(path, "N0nce", live)).toBe(policyFor(path, "N0nce", { ...live, hasSdk: false }));
    const rules = rulesOf(path);
    expect(rules["script-src"]).toEqual(["'self'", "'nonce-N0nce'", "'strict-dynamic'"]);
    expect(rules["style-src"]).toEqual(["'self'", "'nonce-N0nce'"]);
    expect(rules["connect-src"]).toEqual(["'self'"]);
    expect(policyFor(path, "N0nce", live)).not.toMatch(/https?:|unsafe-eval|worker-src/);
  });
  it("of the page that captures is as strict while no Web SDK is used", () => {
    const off = { isDev: false, hasSdk: false };
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
    ]);
    expect(rules["worker-src"]).toEqual(["'self'", "blob:"]);
    expect(rules["frame-ancestors"]).toEqual(["'none'"]);
    expect(rules["object-src"]).toEqual(["'none'"]);
    expect(rules["form-action"]).toEqual(["'self'"]);
    const all = policyFor(CAPTURE_PATH, "N0nce", live);
    expect(all).not.toMatch(/\*|http:|'unsafe-eval'|strict-dynamic/);
    for (const [address] of all.matchAll(/https:\S+/g))
      expect(new URL(address.replace(/;$/, "")).hostname).toMatch(
        /(\.unico\.app|\.unico\.run|\.webdevicejs\.com|\.nr-data\.net|^fonts\.(googleapis|gstatic)\.com)$/,
      );
  });
  it("lets a picture or a file of a case be nothing but that", () => {
    for (const path of ["/api/selfies/1", "/api/cases/10001/files/1"])
      expect(policyFor(path, "N0nce", live)).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
  });
});
