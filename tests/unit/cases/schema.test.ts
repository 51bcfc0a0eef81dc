import { describe, expect, it } from "vitest";
import { rawOfValidation } from "#lib/features/cases/raw.ts";
import { actInput, flagInput, noteInput } from "#lib/features/cases/schema.ts";

const of = { number: "10482", version: "3" };
const decide = {
  ...of,
  act: "decide",
  decision: "inconclusive",
  reasons: "poor_photo",
  note: "Foto escura demais.",
};
const fieldOf = (input: unknown) => {
  const read = actInput.safeParse(input);
  return read.success ? null : read.error.issues.map(({ path, message }) => [path[0], message]);
};

describe("what a case's form sends", () => {
  it("is read by the button that was pressed", () => {
    expect(actInput.parse(decide)).toEqual({
      act: "decide",
      number: 10_482,
      version: 3,
      decision: "inconclusive",
      reasons: ["poor_photo"],
      note: "Foto escura demais.",
    });
    expect(actInput.parse({ ...of, act: "take", note: "draft" })).toEqual({
      act: "take",
      number: 10_482,
      version: 3,
    });
    expect(actInput.parse({ ...of, act: "approve", note: "" })).toMatchObject({ note: "" });
  });
  it.each([
    [{ ...decide, decision: undefined }, "decision", "field.decision"],
    [{ ...decide, decision: "guilty" }, "decision", "field.decision"],
    [{ ...decide, reasons: undefined }, "reasons", "field.reasons"],
    [{ ...decide, note: " \n\t " }, "note", "field.noteMissing"],
    [{ ...decide, note: "x".repeat(10_001) }, "note", "field.noteLong"],
    [{ ...decide, note: "👩".repeat(10_001) }, "note", "field.noteLong"],
    [{ ...decide, note: "a half of 👩: \ud83d" }, "note", "field.other"],
    [{ ...of, act: "send_back", note: "" }, "note", "field.noteMissing"],
    [{ ...of, act: "reopen", note: "   " }, "note", "field.noteMissing"],
    [{ ...of, act: "note", note: " " }, "note", "field.noteMissing"],
    [{ ...of, act: "note" }, "note", "field.noteMissing"],
    [{ ...of, act: "note", note: "a\0b" }, "note", "field.other"],
  ])("%j is refused at %s", (input, name, message) => {
    expect(fieldOf(input)).toEqual([[name, message]]);
  });
  it.each([
    [{ ...of, act: "erase" }],
    [{ ...of }],
    [{ act: "take", number: "1", version: "1" }],
    [{ act: "take", number: "99999999999", version: "1" }],
    [{ act: "take", number: "10482", version: "99999999999" }],
  ])("%j is refused", (input) => {
    expect(actInput.safeParse(input).success).toBe(false);
  });
  it.each(["decide", "take_over", "wait", "escalate", "send_back", "reopen", "note"])(
    "takes a note of one letter to %s",
    (act) => {
      expect(actInput.parse({ ...decide, act, note: " k " })).toMatchObject({ act, note: "k" });
    },
  );
  it("takes a note of one letter to open a case by hand, and none without", () => {
    expect(flagInput.safeParse({ note: "k" }).success).toBe(true);
    expect(flagInput.safeParse({ note: " " }).success).toBe(false);
  });
  it.each(["x", "👩", "ש"])("takes 10,000 characters, such as %s", (letter) => {
    const note = letter.repeat(10_000);
    expect(noteInput.parse({ number: 10_001, note }).note).toBe(note);
  });
  it("keeps every character of a note but the blanks around it", () => {
    const note = "  <script>alert(1)</script> 👩🏽‍⚖️ שלום \u202Eabc\nsegunda linha  ";
    expect(noteInput.parse({ number: 10_001, note }).note).toBe(note.trim());
  });
});

describe("the raw members beside the words", () => {
  it.each([
    [
      '{"id":"a","status":3,"biometryToken":{"result":"false"},"identityFraudsters":{"result":"yes"},"liveness":1}',
      { fraudsters: "yes", biometry: "false", liveness: "1" },
    ],
    ['{"id":"a","authenticated":true}', { fraudsters: null, biometry: "true", liveness: null }],
    [
      '{"id":"a","status":3,"liveness":{"odd":2}}',
      { fraudsters: null, biometry: null, liveness: '{"odd":2}' },
    ],
    [
      '{"id":"a","status":3,"identityFraudsters":{"name":"Canária","of":2},"biometryToken":"true"}',
      { fraudsters: '{"name":"…","of":2}', biometry: '"true"', liveness: null },
    ],
    [
      '{"id":"a","status":3,"identityFraudsters":{"result":"of 70101010192"},"biometryToken":"70101010192"}',
      { fraudsters: "of ***.010.101-**", biometry: '"***.010.101-**"', liveness: null },
    ],
    ["<html>", { fraudsters: null, biometry: null, liveness: null }],
    [null, { fraudsters: null, biometry: null, liveness: null }],
  ])("of %s", (answer, expected) => {
    expect(rawOfValidation(answer)).toEqual(expected);
  });
});
