import { expect, it } from "vitest";
import { chooseLocale } from "#lib/i18n/locale.ts";

it.each([
  ["en-US,en;q=0.9", "en"],
  ["pt", "pt-BR"],
  ["en;q=0.5, pt-BR;q=0.8", "pt-BR"],
  ["pt-BR;q=0.4,en;q=0.7", "en"],
  ["pt;q=0, en;q=0.1", "en"],
  ["en;q=0", "pt-BR"],
  ["en;Q=0.2,pt;level=1;q=0.1", "en"],
  ["en;q=many,pt;q=0.1", "pt-BR"],
  ["fr-FR, en;q=0.3", "en"],
  ["enm, ptx", "pt-BR"],
  ["pt, en", "pt-BR"],
  ["en, pt", "en"],
  ["*", "pt-BR"],
  ["", "pt-BR"],
  [null, "pt-BR"],
] as const)("of %s is %s", (header, locale) => {
  expect(chooseLocale(null, undefined, header)).toBe(locale);
});

it("is one's own choice first, then the cookie's", () => {
  expect(chooseLocale("en", "pt-BR", "pt")).toBe("en");
  expect(chooseLocale(null, "en", "pt")).toBe("en");
  expect(chooseLocale("fr", "de", "en")).toBe("en");
});
