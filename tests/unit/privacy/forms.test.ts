import { expect, it } from "vitest";
import { eraseForm } from "#lib/features/titular/schema.ts";

const form = { subject: "019aa0b1-0000-7000-8000-000000000001", reason: "titular_asked" };

it("an erasure is sent with its box ticked, or not at all", () => {
  expect(eraseForm.safeParse({ ...form, sure: "yes" }).success).toBe(true);
  for (const sure of [undefined, "", "on", "no", ["yes", "yes"], true]) {
    const { error } = eraseForm.safeParse({ ...form, sure });
    expect(error?.issues.map(({ path, message }) => [path[0], message])).toEqual([["sure", "field.sure"]]);
  }
});
