import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../../../app/tokens.css", import.meta.url), "utf8");

const print = readFileSync(new URL("../../../app/print.css", import.meta.url), "utf8");

/** The declarations of the first block that `opening` starts. */
function declarationsOf(opening: string, text = css): string[] {
  const start = text.indexOf(opening);
  expect(start).toBeGreaterThan(-1);
  const body = text.slice(text.indexOf("{", start + opening.length - 1) + 1);
  const lines = body.slice(0, body.indexOf("}")).split("\n");
  return lines.map((line) => line.trim()).filter((line) => line && !line.startsWith("/*"));
}

const dark = declarationsOf('\n[data-theme="dark"] {');

test("the chosen and the system's dark theme are equal", () => {
  expect(dark.length).toBeGreaterThan(50);
  expect(declarationsOf(":root:not([data-theme]) {")).toEqual(dark);
});

test("light and dark define the same roles", () => {
  const names = (lines: string[]) => lines.map((line) => line.split(":")[0]);
  expect(names(declarationsOf('\n[data-theme="light"] {'))).toEqual(names(dark));
});

test("paper has the light theme", () => {
  expect(declarationsOf("  :root[data-theme] {", print)).toEqual(declarationsOf('\n[data-theme="light"] {'));
});
