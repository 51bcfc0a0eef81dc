import fs from "node:fs";
import { expect, it } from "vitest";
import { inRoot } from "#lib/commands/support/paths.ts";
import { AUDIT_ACTIONS } from "#lib/features/audit/catalogue.ts";
import { ELSEWHERE, OVER_HTTP } from "#tests/support/audit-coverage.ts";

it("what is not done over HTTP is done in the test that is named, by its name", () => {
  const unnamed = Object.entries(ELSEWHERE).filter(([action, where]) => {
    const file = inRoot(/tests\/\S+$/.exec(where)?.[0] ?? "nowhere");
    return !fs.existsSync(file) || !fs.readFileSync(file, "utf8").includes(`"${action}"`);
  });
  expect(unnamed).toEqual([]);
});

it("every act stands in one of both lists", () => {
  expect([...OVER_HTTP, ...Object.keys(ELSEWHERE)].toSorted()).toEqual([...AUDIT_ACTIONS].toSorted());
});
