import { describe, expect, test } from "vitest";
import { messages } from "#lib/i18n/messages.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

type Tree = { readonly [key: string]: string | Tree };

const leavesOf = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : leavesOf(value, `${path}${key}.`),
  );
const argumentsOf = (message: string) =>
  [...new Set([...message.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name))].sort();

describe.each(Object.keys(messages.en) as (keyof typeof messages.en)[])("%s", (namespace) => {
  const english = leavesOf(messages.en[namespace] as Tree);
  const portuguese = new Map(leavesOf(messages["pt-BR"][namespace] as Tree));

  test("has every key in both languages, and no other", () => {
    expect([...portuguese.keys()]).toEqual(english.map(([key]) => key));
  });
  test.each(english)("%s takes the same values in both languages", (key, message) => {
    const translated = portuguese.get(key);
    expect(translated?.trim()).toBeTruthy();
    expect(argumentsOf(translated ?? "")).toEqual(argumentsOf(message));
  });
});

test("counts are written by language", () => {
  const values = { from: 9951, to: 10_000, total: 10_000 };
  expect(translatorFor("en", "table")("span", values)).toBe("9,951–10,000 of 10,000");
  expect(translatorFor("pt-BR", "table")("span", values)).toBe("9.951–10.000 de 10.000");
  expect(translatorFor("en", "table")("nothingMatches", { count: 4 })).toBe(
    "Nothing matches these 4 filters",
  );
  expect(translatorFor("pt-BR", "table")("nothingMatches", { count: 1 })).toBe(
    "Nada corresponde a este filtro",
  );
});
