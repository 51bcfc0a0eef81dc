import { describe, expect, it } from "vitest";
import { ROOT } from "#lib/commands/support/paths.ts";
import type { Defect } from "#tests/rigs/defects/defect.ts";
import { DEFECTS } from "#tests/rigs/defects/list.ts";
import { outdated } from "#tests/rigs/defects/outdated.ts";

describe("the list of planted defects", () => {
  it("fits the tree: each finds what it replaces exactly once, and its test is there", () => {
    expect(outdated(DEFECTS, ROOT)).toEqual([]);
  });

  it("names each defect once", () => {
    const names = DEFECTS.map(({ says, test, only }) => `${says}: ${test} ${only ?? ""}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it("breaks the program, never the test that looks", () => {
    expect(DEFECTS.filter(({ file }) => file.startsWith("tests/"))).toEqual([]);
  });

  it("says so when code moved, a test is gone, or nothing is broken", () => {
    const [first] = DEFECTS;
    if (!first) throw new Error("no defects");
    const spoilt: Defect[] = [
      { ...first, find: "what nobody ever wrote" },
      { ...first, file: "lib/gone.ts" },
      { ...first, test: "tests/gone.test.ts" },
      { ...first, only: "a title of nothing" },
      { ...first, put: first.find },
    ];
    for (const each of spoilt) expect(outdated([each], ROOT)).toHaveLength(1);
  });
});
