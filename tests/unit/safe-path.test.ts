import { describe, expect, it } from "vitest";
import { safePath } from "#lib/entry/safe-path.ts";

describe("the path to go to after sign-in", () => {
  it.each([
    "/",
    "/cases",
    "/cases?status=open&sort=-openedAt&q=a%2Fb",
    "/cases/10482",
    "/processes/80371b2a-3ac7-432e-866d-57fe37896ac6",
    "/@someone",
  ])("keeps %s", (path) => {
    expect(safePath(path)).toBe(path);
  });
  it.each([
    ["nothing", undefined],
    ["a list", ["/cases", "/audit"]],
    ["empty", ""],
    ["no slash", "cases"],
    ["another site", "https://evil.example/"],
    ["a scheme", "javascript:alert(1)"],
    ["a scheme in capitals", "JAVASCRIPT:alert(1)"],
    ["data", "data:text/html,x"],
    ["two slashes", "//evil.example"],
    ["three slashes", "///evil.example"],
    ["user-info", "//user:secret@evil.example/"],
    ["user-info with a scheme", "https://localhost:3000@evil.example/"],
    ["a backslash", "/\\evil.example"],
    ["backslashes alone", "\\\\evil.example"],
    ["a backslash later", "/cases\\..\\evil"],
    ["a slash in disguise", "/%2Fevil.example"],
    ["a backslash in disguise", "/%5cevil.example"],
    ["disguised twice", "/%252Fevil.example"],
    ["a tab between the slashes", "/\t/evil.example"],
    ["a line break", "/cases\r\nset-cookie: a=b"],
    ["a line break in disguise", "/cases%0d%0aset-cookie:a=b"],
    ["a zero byte", "/cases\0"],
    ["a blank in front", " /cases"],
    ["dots that lead to two slashes", "/..//evil.example"],
    ["dots in disguise that lead to two slashes", "/%2e%2e//evil.example"],
    ["a letter that looks like a slash", "/\u2215evil.example"],
    ["too long", `/${"a".repeat(2_000)}`],
  ])("goes home from %s", (_, value) => {
    expect(safePath(value)).toBe("/");
  });
  it("takes off what leads out of a path", () => {
    expect(safePath("/a/../cases#x")).toBe("/cases");
  });
});
