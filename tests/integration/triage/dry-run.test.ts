import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PRIORITIES } from "#lib/features/cases/rules.ts";
import { dryRun } from "#lib/features/triage/dry-run.ts";
import { decide, ruleFor } from "#lib/features/triage/rules.ts";
import type { TriageRule } from "#lib/features/triage/schema.ts";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { someRules } from "#tests/support/triage.ts";
import { FROM, isSamePerson, type Kept, NOW, someAnswers } from "./some-answers.ts";

let world: World;
let told: Awaited<ReturnType<typeof someAnswers>>;
beforeAll(async () => {
  world = await openWorld();
  told = await someAnswers(world.db);
});
afterAll(() => world.end());

/** Answer after answer, as the engine met them. */
function oracle(rules: readonly TriageRule[]) {
  const caught = rules.map(() => 0);
  let floor = 0;
  const opened: { rule: string; priority: string; subjectId: string | null }[] = [];
  for (const { answer, seen } of told.answers) {
    const rule = ruleFor(rules, seen);
    if (rule) caught[rules.indexOf(rule)] = (caught[rules.indexOf(rule)] ?? 0) + 1;
    const hit = decide(rules, seen);
    if (!hit) continue;
    if (!rule?.opens) floor += 1;
    const isOpen = told.kept.some(
      (found) =>
        isSamePerson(found.subjectId, answer.subjectId) &&
        found.rule === hit.rule &&
        found.openedAt < FROM &&
        (found.closedAt === null || found.closedAt >= answer.at),
    );
    const isJoined = opened.some((c) => isSamePerson(c.subjectId, answer.subjectId) && c.rule === hit.rule);
    if (!isOpen && !isJoined)
      opened.push({ rule: hit.rule, priority: hit.priority, subjectId: answer.subjectId });
  }
  return { answers: told.answers.length, caught, floor, opened };
}

it("finds by one statement what the rules say answer by answer", async () => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(someRules(told.branches), async (rules) => {
      const found = await dryRun(world.db, rules, NOW);
      const expected = oracle(rules);
      cases += expected.opened.length;
      expect(found.answers).toBe(expected.answers);
      expect(found.rules.map(({ caught }) => caught)).toEqual(expected.caught);
      expect(found.floor.caught).toBe(expected.floor);
      const opens = (priority: string) => expected.opened.filter((c) => c.priority === priority).length;
      expect(Object.fromEntries(found.priorities.map((each) => [each.priority, each.opens]))).toEqual(
        Object.fromEntries(PRIORITIES.map((priority) => [priority, opens(priority)])),
      );
      expect(found.rules.map((each) => each.opens)).toEqual(
        rules.map(({ key }) => expected.opened.filter(({ rule }) => rule === key).length),
      );
    }),
    { numRuns: 150 },
  );
  expect(cases).toBeGreaterThan(1_000);
}, 120_000);

it("counts what happened once a person and rule, and nothing that people opened", async () => {
  const found = await dryRun(world.db, SHIPPED_RULES, NOW);
  const did = new Map<string, Kept>();
  for (const row of told.kept
    .filter(({ openedAt }) => openedAt >= FROM)
    .toSorted((a, b) => +a.openedAt - +b.openedAt)) {
    const key = `${row.rule} ${row.subjectId ?? told.kept.indexOf(row)}`;
    if (!did.has(key)) did.set(key, row);
  }
  const of = (key: string) => [...did.values()].filter(({ rule }) => rule === key).length;
  expect(found.rules.map(({ opened }) => opened)).toEqual(SHIPPED_RULES.map(({ key }) => of(key)));
  expect(found.openedByOthers).toBe([...did.values()].filter(({ rule }) => rule.startsWith("own_")).length);
  const byPriority = (priority: string) =>
    [...did.values()].filter((row) => row.priority === priority).length;
  expect(found.priorities).toEqual(
    PRIORITIES.toReversed().map((priority) =>
      expect.objectContaining({ priority, opened: byPriority(priority) }),
    ),
  );
});
