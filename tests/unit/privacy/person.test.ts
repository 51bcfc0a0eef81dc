import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCpf } from "#lib/privacy/cpf.ts";
import { maskCpf, maskEmail, maskPhone } from "#lib/privacy/mask.ts";
import { likePattern, searchKey } from "#lib/privacy/search-key.ts";
import vectors from "#tests/support/unico-vectors.json" with { type: "json" };

describe("a CPF", () => {
  it.each(vectors.cpfs.valid)("%s is one", (cpf) => {
    expect(parseCpf(cpf)).toBe(cpf);
    expect(parseCpf(cpf.replace(/(...)(...)(...)(..)/, "$1.$2.$3-$4"))).toBe(cpf);
  });
  it.each(["11122233300", "12345678900", "00000000000", "1234567890", "", "abc", "1112223339６"])(
    "%s is none",
    (typed) => {
      expect(parseCpf(typed)).toBeNull();
    },
  );
  // Of the other nine a wrong one can pass: the remainder 10 is written as 0.
  it("with one wrong check digit is none", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...vectors.cpfs.valid),
        fc.integer({ min: 9, max: 10 }),
        fc.integer({ min: 1, max: 9 }),
        (cpf, at, by) => {
          const wrong = [...cpf]
            .map((digit, i) => (i === at ? String((Number(digit) + by) % 10) : digit))
            .join("");
          expect(parseCpf(wrong)).toBeNull();
        },
      ),
    );
  });
});

describe("what is seen unrevealed", () => {
  it("is as short as the product promises", () => {
    expect(maskCpf("12345678909")).toBe("***.456.789-**");
    expect(maskEmail("lia@unico.io")).toBe("l***@unico.io");
    expect(maskEmail("nonsense")).toBe("***");
    expect(maskPhone("5511900007070")).toBe("•••• 7070");
  });
});

describe("a name search", () => {
  it("ignores accents, case and doubled spaces", () => {
    expect(searchKey("  Érico   VALADÃO Reis ")).toBe("erico valadao reis");
  });
  it("takes wildcards for letters", () => {
    expect(likePattern("50%_\\")).toBe("%50\\%\\_\\\\%");
  });
});
