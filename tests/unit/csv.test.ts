import { expect, it } from "vitest";
import { csvLine } from "#lib/csv.ts";

/** A pseudo-random number generator with a seed, so that a failure can be had again. */
function randomOf(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}
const PIECES = [
  "=",
  "+",
  "-",
  "@",
  "\t",
  "\r",
  "\n",
  "\0",
  "＝",
  "＋",
  "－",
  "＠",
  " ",
  "\uFEFF",
  '"',
  ";",
  ",",
  "a",
  "1",
  "é",
  "'",
];
const TRIALS = 10_000;

/** As a spreadsheet reads it: what it would run begins so, whatever blanks stand before. */
const isRun = (cell: string) =>
  /^[\s\0\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(cell) || /^[\t\r\0]/.test(cell);
const unquoted = (line: string) => {
  const whole = line.replace(/\r\n$/, "");
  return whole.startsWith('"') ? whole.slice(1, -1).replaceAll('""', '"') : whole;
};

it(`gives back what it was given but for the guard, and nothing that runs, ${TRIALS} times`, () => {
  const random = randomOf(20_261_122);
  for (let trial = 0; trial < TRIALS; trial += 1) {
    const text = Array.from({ length: random(8) }, () => PIECES[random(PIECES.length)]).join("");
    const read = unquoted(csvLine([text]));
    expect(isRun(read), JSON.stringify(text)).toBe(false);
    expect([text, `'${text}`]).toContain(read);
  }
});

it("leaves numbers numbers, also below zero, and harmless texts as they are", () => {
  expect(csvLine([-12.5, 7, "case.view", null, "a b", "10.0.0.1"])).toBe(
    '-12.5,7,case.view,,"a b",10.0.0.1\r\n',
  );
});
