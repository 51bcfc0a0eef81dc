import { expect, it } from "vitest";
import { newUserInput, signInInput } from "#lib/features/accounts/schema.ts";
import { plainText } from "#lib/text.ts";

it.each([
  ["NUL", "a\0b"],
  ["half a surrogate pair", "a\ud83d"],
  ["too long", "abcdefgh"],
  ["no text", 7],
])("a text that is %s is refused in words", (_, value) => {
  const read = plainText(7).safeParse(value);
  expect(read.error?.issues.map(({ message }) => message)).toEqual(["field.other"]);
});
it("is trimmed before it is measured, and keeps what people write", () => {
  expect(plainText(7).parse("  Zoé 🙂 ")).toBe("Zoé 🙂");
});
it("is what an email and a name are", () => {
  const email = "ana@exemplo.test";
  expect(signInInput.safeParse({ email: "a\0@b", password: "x" }).success).toBe(false);
  expect(signInInput.parse({ email: " ANA@exemplo.test ", password: "x" }).email).toBe(email);
  expect(newUserInput.safeParse({ email, name: "A\0", role: "admin" }).success).toBe(false);
});
