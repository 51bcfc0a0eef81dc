import { describe, expect, it } from "vitest";
import { loggedError, withoutValues } from "#lib/log/without-values.ts";

describe("the text of an error in the log", () => {
  it.each([
    ['invalid input syntax for type uuid: "Zuleide Canária"', "invalid input syntax for type uuid: “…”"],
    ['invalid input syntax for type uuid: "Zu"leide Canária"', "invalid input syntax for type uuid: “…”"],
    ['relation "case" does not exist', "relation “…” does not exist"],
    [`Can't send mail - 550 5.1.1 'zuleide' unknown`, "Can't send mail - 550 5.1.1 “…” unknown"],
    [
      'Raw query failed. Code: `22P02`. Message: `invalid input syntax for type uuid: "Zuleide\nCanária"`',
      "Raw query failed. Code: `22P02`. Message: `invalid input syntax for type uuid: “…”`",
    ],
    ['it broke off at "Zuleide', "it broke off at “…”"],
    ["Key (name, email)=(Zuleide Canária, z@x.com) already exists.", "Key (name, email)=(…) already exists."],
    ["Failing row contains (1, Zuleide Canária, 1990-03-04).", "Failing row contains (…)."],
    [
      "Failed to parse URL from https://x.test/cases?q=Zuleide+Canaria",
      "Failed to parse URL from https://x.test/cases?…",
    ],
    ["nobody is called zuleide@example.com.br (or so)", "nobody is called … (or so)"],
    ["CPF 701.010.101-92, 70101010192 or 701 010 101 92", "CPF …, … or …"],
    ["phone +55 11 98888-7777 or 11988887777, born 1990-03-04", "phone … or …, born …"],
    [`a token ${"eyJhbGciOi".repeat(9)} came`, "a token … came"],
    ["\u001b[31mred\u001b[39m", "red"],
    ["connect ECONNREFUSED 127.0.0.1:5432", "connect ECONNREFUSED 127.0.0.1:5432"],
    ["Request timed out after 30000 ms", "Request timed out after 30000 ms"],
    ["80371b2a-3ac7-432e-866d-57fe37896ac6 is gone", "80371b2a-3ac7-432e-866d-57fe37896ac6 is gone"],
  ])("%s", (text, logged) => {
    expect(withoutValues(text)).toBe(logged);
  });
  it("is cut where it is long, and not within what is taken out", () => {
    expect(withoutValues("a b ".repeat(10_000))).toHaveLength(2_000);
    expect(withoutValues(`${"a b ".repeat(499)}CPF 70101010192`)).not.toContain("7010");
  });
});

function thrown(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("an error in the log", () => {
  it("has its code, its digest, its places and its causes, and no value in any of them", () => {
    const cause = Object.assign(new TypeError('no name is "Canária"'), { code: "22P02" });
    const error = Object.assign(new Error("it failed for 'Canária'\nand 'Canária'", { cause }), {
      digest: "4291507840",
    });
    const logged = loggedError(error);
    expect(logged).toMatchObject({
      type: "Error",
      digest: "4291507840",
      message: "it failed for “…”",
      cause: { type: "TypeError", code: "22P02", message: "no name is “…”" },
    });
    expect(logged.stack[0]).toMatch(/^at .*without-values\.test/);
    expect(JSON.stringify(logged)).not.toContain("Canária");
  });
  it.each(["'Zuleide Canária'", '{"nome":"Zu","mae":Zuleide Canária}', "Zuleide"])(
    "says nothing of the text that is no JSON: %s",
    (text) => {
      const logged = JSON.stringify(loggedError(thrown(() => JSON.parse(text))));
      expect(logged).toContain("SyntaxError");
      expect(logged).not.toMatch(/Zu(leide)?["' C]/);
    },
  );
  it("takes no line of its text for a place", () => {
    const logged = loggedError(new Error("bad\n    at Zuleide Canária, 70101010192\n    at Zuleide (x:1:1)"));
    expect(JSON.stringify(logged.stack)).not.toContain("Zuleide");
    expect(logged.stack.length).toBeGreaterThan(0);
  });
  it("has what it is made of", () => {
    const logged = loggedError(new AggregateError([new Error("connect ECONNREFUSED ::1:1")]));
    expect(logged.errors).toMatchObject([{ message: "connect ECONNREFUSED ::1:1" }]);
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
