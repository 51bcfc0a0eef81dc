import { describe, expect, it } from "vitest";
import { z } from "zod";
import { findInput, startInput } from "#lib/features/reverifications/schema.ts";
import { en } from "#lib/i18n/messages/errors.ts";

const good = {
  idempotencyKey: "6f9d0a52-7c1b-4e7e-9f3a-0c2f6f4b8d11",
  referenceId: "80371b2a-3ac7-432e-866d-57fe37896ac6",
  cpf: "",
  subsidiaryId: "",
  reason: "second_look",
  selfie: new File(["a picture"], "selfie.jpg", { type: "image/jpeg" }),
};
const fieldsOf = (changed: object) => {
  const read = startInput.safeParse({ ...good, ...changed });
  return read.success ? {} : z.flattenError(read.error).fieldErrors;
};

describe("the form of a new re-verification", () => {
  it("takes the least that there is, and leaves the unknown unknown", () => {
    const { selfie: _, ...read } = startInput.parse(good);
    expect(read).toEqual({
      idempotencyKey: good.idempotencyKey,
      referenceId: good.referenceId,
      cpf: undefined,
      subsidiaryId: undefined,
      reason: "second_look",
      capture: "file",
    });
  });

  it("takes what comes with a capture, a confirmation and a sending anew", () => {
    const id = "80371b2a-3ac7-432e-866d-57fe37896ac6";
    const read = startInput.parse({
      ...good,
      capture: "sdk",
      selfie: new File([], ""),
      encrypted: "a.b.c",
      capturedMsAgo: "61500",
      confirmedDuplicateOf: id,
      replaces: id,
      shrunk: "1",
    });
    expect(read).toMatchObject({
      capture: "sdk",
      selfie: undefined,
      encrypted: "a.b.c",
      capturedMsAgo: 61_500,
      confirmedDuplicateOf: id,
      replaces: id,
      shrunk: true,
    });
  });
  it("leaves what is empty unknown", () => {
    const empty = { confirmedDuplicateOf: "", replaces: "", encrypted: "", capturedMsAgo: "", shrunk: "" };
    const read = startInput.parse({ ...good, ...empty });
    for (const name of Object.keys(empty)) expect(read[name as keyof typeof read]).toBeUndefined();
  });
  it.each([
    ["capture", "drone"],
    ["confirmedDuplicateOf", "R-2214"],
    ["replaces", "1"],
    ["capturedMsAgo", "a while"],
    ["capturedMsAgo", "-1"],
    ["encrypted", "x".repeat(1_900_001)],
    ["shrunk", "much"],
  ])("refuses %s = %s", (name, value) => {
    expect(fieldsOf({ [name]: value })).toHaveProperty(name);
  });

  it("takes ids and CPFs as people paste them", () => {
    const read = startInput.parse({
      ...good,
      referenceId: `  ${good.referenceId.toUpperCase()}\n`,
      cpf: "701.010.101-92",
      caseNumber: "10482",
    });
    expect(read).toMatchObject({ referenceId: good.referenceId, cpf: "70101010192", caseNumber: 10_482 });
  });

  it.each([
    ["no reference", { referenceId: "" }, "referenceId", "field.referenceMissing"],
    ["no reference field", { referenceId: undefined }, "referenceId", "field.referenceMissing"],
    ["blanks for a reference", { referenceId: "   " }, "referenceId", "field.referenceMissing"],
    ["a short id", { referenceId: "80371b2a-3ac7-432e" }, "referenceId", "field.uuid"],
    [
      "an id with a wrong letter",
      { referenceId: "80371b2g-3ac7-432e-866d-57fe37896ac6" },
      "referenceId",
      "field.uuid",
    ],
    ["a name for an id", { referenceId: "Ana Beatriz" }, "referenceId", "field.uuid"],
    ["a CPF with a wrong digit", { cpf: "701.010.101-93" }, "cpf", "field.cpf"],
    ["a CPF of one digit", { cpf: "111.111.111-11" }, "cpf", "field.cpf"],
    ["a short CPF", { cpf: "7010101019" }, "cpf", "field.cpf"],
    ["letters for a CPF", { cpf: "none" }, "cpf", "field.cpf"],
    ["a made-up branch", { subsidiaryId: "Paulista" }, "subsidiaryId", "field.subsidiary"],
    ["a made-up reason", { reason: "because" }, "reason", "field.reason"],
    ["no file", { selfie: undefined }, "selfie", "field.selfieMissing"],
    ["text for a file", { selfie: "a picture" }, "selfie", "field.selfieMissing"],
    ["an empty file", { selfie: new File([], "") }, "selfie", "field.selfieMissing"],
    [
      "a file of 2 MB",
      { selfie: new File([new Uint8Array(2_000_000)], "x.jpg") },
      "selfie",
      "field.selfieLarge",
    ],
  ])("%s is refused at its field", (_name, changed, field, message) => {
    expect(fieldsOf(changed)).toEqual({ [field]: [message] });
    expect(en.field).toHaveProperty(message.replace("field.", ""));
  });

  it.each(["10000", "0", "-1", "10482.5", "2147483648", "abc"])("%s is no number of a case", (caseNumber) => {
    expect(fieldsOf({ caseNumber })).toHaveProperty("caseNumber");
  });

  it("wants the key that was made with it", () => {
    expect(fieldsOf({ idempotencyKey: undefined })).toHaveProperty("idempotencyKey");
    expect(fieldsOf({ idempotencyKey: "1" })).toHaveProperty("idempotencyKey");
  });
});

describe("the finder", () => {
  it.each([[""], [" a "], ["x".repeat(101)]])("asks for more than %j", (q) => {
    expect(findInput.safeParse({ q }).success).toBe(false);
  });
  it("takes an id, a CPF or a name, without the blanks around it", () => {
    expect(findInput.parse({ q: "  Ana Moura " })).toEqual({ q: "Ana Moura" });
  });
});
