import { describe, expect, test } from "vitest";
import * as common from "#lib/i18n/messages/common.ts";
import * as table from "#lib/i18n/messages/table.ts";
import * as verdicts from "#lib/i18n/messages/verdicts.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

type Tree = { readonly [key: string]: string | Tree };

const leavesOf = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : leavesOf(value, `${path}${key}.`),
  );
const argumentsOf = (message: string) =>
  [...new Set([...message.matchAll(/\{(\w+)(?=[,}])/g)].map(([, name]) => name))].sort();

describe.each(Object.entries({ common, table, verdicts }))("%s", (_name, both) => {
  const portuguese = new Map(leavesOf(both.ptBR as Tree));

  test.each(leavesOf(both.en as Tree))("%s takes the same values in both languages", (key, english) => {
    const translated = portuguese.get(key);
    expect(translated).toBeTruthy();
    expect(argumentsOf(translated ?? "")).toEqual(argumentsOf(english));
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
