import { describe, expect, it } from "vitest";
import { loggedError, withoutValues } from "#lib/log/without-values.ts";

describe("the text of an error in the log", () => {
  it.each([
    ['invalid input syntax for type uuid: "Zuleide Canária"', 'invalid input syntax for type uuid: "…"'],
    [
      'duplicate key value violates unique constraint "app_user_email_key"',
      'duplicate key value violates unique constraint "app_user_email_key"',
    ],
    [
      `Unexpected token 'Z', "Zuleide \\"de\\" Canária" is not valid JSON`,
      `Unexpected token '…', "…" is not valid JSON`,
    ],
    [
      'Raw query failed. Code: `22P02`. Message: `invalid input syntax for type uuid: "Zuleide\nCanária"`',
      'Raw query failed. Code: `22P02`. Message: `invalid input syntax for type uuid: "…"`',
    ],
    ['it broke off at "Zuleide', 'it broke off at "…"'],
    ["nobody is called zuleide@example.com.br (or so)", "nobody is called z***@example.com.br (or so)"],
    ["CPF 701.010.101-92 or 70101010192", "CPF ***.010.101-** or ***.010.101-**"],
    [`a token ${"eyJhbGciOi".repeat(9)} came`, "a token … came"],
    ["\u001b[31mred\u001b[39m", "red"],
    ["connect ECONNREFUSED 127.0.0.1:5432", "connect ECONNREFUSED 127.0.0.1:5432"],
    ["80371b2a-3ac7-432e-866d-57fe37896ac6 is gone", "80371b2a-3ac7-432e-866d-57fe37896ac6 is gone"],
  ])("%s", (text, logged) => {
    expect(withoutValues(text)).toBe(logged);
  });
  it("is cut where it is long", () => {
    expect(withoutValues("a b ".repeat(10_000))).toHaveLength(2_000);
  });
});

describe("an error in the log", () => {
  it("has its code, its digest, its places and its causes, and no value in any of them", () => {
    const cause = Object.assign(new TypeError('no name is "Canária"'), { code: "22P02" });
    const error = Object.assign(new Error("it failed for 'Canária'\nand 'Canária'", { cause }), {
      digest: "123",
    });
    const logged = loggedError(error);
    expect(logged).toMatchObject({
      type: "Error",
      digest: "123",
      message: "it failed for '…'\nand '…'",
      cause: { type: "TypeError", code: "22P02", message: 'no name is "…"' },
    });
    expect(logged.stack[0]).toMatch(/^at .*without-values\.test/);
    expect(JSON.stringify(logged)).not.toContain("Canária");
  });
  it("ends where errors are each other's cause", () => {
    const error = new Error("round");
    error.cause = error;
    expect(loggedError(error).cause?.cause?.cause?.cause?.cause).toBeUndefined();
  });
  it("is told by its kind alone where it is none", () => {
    expect(loggedError("Canária")).toEqual({ type: "string", message: "", stack: [] });
  });
});
