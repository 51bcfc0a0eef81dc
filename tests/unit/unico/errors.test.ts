import { expect, it } from "vitest";
import { readError } from "#lib/unico/errors.ts";

it.each([
  ["a number", { error: { code: 20507 } }, "20507"],
  ["a text", { code: "10506" }, "10506"],
  ["a dotted one", { error: "invalid_grant", error_description: "1.2.18 - locked" }, "1.2.18"],
  ["a sentence", { code: "CPF 529.982.247-25 is blocked" }, null],
  ["a very long one", { code: "9".repeat(21) }, null],
  ["a very long dotted one", { error: "x", error_description: `1.2.${"9".repeat(21)}` }, null],
  ["markup", { Error: { Code: "<b>1</b>" } }, null],
  ["an object", { code: { of: 1 } }, null],
])("a code that is %s", (_, body, code) => {
  expect(readError(JSON.stringify(body)).code).toBe(code);
});
