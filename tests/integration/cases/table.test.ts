import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CASE_STATUSES, DECISIONS, PRIORITIES, REASON_CODES } from "#lib/features/cases/rules.ts";
import { caseSource, whereOf } from "#lib/features/cases/table.ts";
import { AGES, CASE_SORTS, type CaseFilter, caseTable } from "#lib/features/cases/table-schema.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";
import { listPage } from "#lib/table/list.ts";
import { openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { type KeptCases, keepCases } from "./kept-cases.ts";
import { inOrderOf, type Kept, matches } from "./oracle.ts";
import { NOW, TAGS } from "./random-cases.ts";
import { filtersOf, searchedIds, TYPED } from "./random-filters.ts";

const CASES = 500;
const FILTERS = 200;
const PAGE = 11;

let world: World;
let kept: KeptCases;
let rows: Kept[];
let people: string[];
beforeAll(async () => {
  world = await openWorld();
  kept = await keepCases(world.db, CASES);
  ({ rows, people } = kept);
});
afterAll(() => world.end());

const keys = async (found: string[]) => found;
const pageOf = (filter: CaseFilter, place: { after?: string; before?: string }) =>
  listPage(
    programCtx(world.db),
    caseSource,
    whereOf(filter, people[0] ?? "", NOW),
    { sort: filter.sort, ...place },
    keys,
    (key) => key,
    PAGE,
  );

/** Every page from the first to the last, then back from the last to the first. */
async function walk(filter: CaseFilter) {
  const forth = [await pageOf(filter, {})];
  for (let page = forth[0]; page?.hasNext; forth.push(page)) {
    page = await pageOf(filter, { after: page.keys.at(-1) ?? "" });
    expect(page.hasPrevious).toBe(true);
  }
  const back = forth.slice(-1);
  for (let page = back[0]; page?.hasPrevious; back.unshift(page)) {
    page = await pageOf(filter, { before: page.keys[0] ?? "" });
    expect(page.hasNext).toBe(true);
  }
  return { forth, back };
}

it("finds what the same filter finds in memory, each row once over all pages, in both directions", async () => {
  let found = 0;
  let filtersThatFind = 0;
  await fc.assert(
    fc.asyncProperty(filtersOf(kept), async (filter) => {
      const expected = inOrderOf(
        filter.sort,
        rows.filter((row) => matches(row, filter, people[0] ?? "", NOW)),
      ).map(({ number }) => String(number));
      const { forth, back } = await walk(filter);
      expect(forth.flatMap((page) => page.keys)).toEqual(expected);
      expect(back.flatMap((page) => page.keys)).toEqual(expected);
      for (const page of [...forth, ...back])
        expect(page).toMatchObject({ count: expected.length, capped: false });
      found += expected.length;
      filtersThatFind += expected.length > 0 ? 1 : 0;
    }),
    { numRuns: FILTERS },
  );
  // A test of filters that find nothing would prove nothing.
  expect(filtersThatFind).toBeGreaterThan(FILTERS / 6);
  expect(found).toBeGreaterThan(FILTERS * 5);
}, 240_000);

it("finds by each value of each filter alone what memory finds", async () => {
  const subject = rows.find(({ subjectId }) => subjectId)?.subjectId;
  const values: Partial<Record<keyof CaseFilter, readonly (string | number | null | undefined)[]>> = {
    status: CASE_STATUSES,
    decision: DECISIONS,
    reason: REASON_CODES,
    tag: [...TAGS, "nobody uses it"],
    fraudsters: FRAUDSTERS,
    biometry: BIOMETRY,
    liveness: LIVENESS,
    priority: PRIORITIES,
    origin: ["reverification", "idcheck", "manual"],
    assignee: ["me", "none", ...people],
    scoreMin: [-100, -40, 0, 9.5, 100],
    scoreMax: [-100, -40, 0, 9.5, 100],
    openedFrom: ["2026-11-10", "2026-11-20", "2026-11-21"],
    openedTo: ["2026-11-10", "2026-11-20", "2026-11-21"],
    due: ["overdue", "1h", "4h", "today"],
    age: AGES,
    touchedFrom: ["2026-11-20"],
    touchedTo: ["2026-11-10"],
    dueFrom: ["2026-11-20"],
    dueTo: ["2026-11-10"],
    met: ["yes", "no"],
    closedFrom: ["2026-11-20", "2026-11-21"],
    closedTo: ["2026-11-20"],
    decidedBy: people,
    approvedBy: people,
    first: DECISIONS,
    firstBy: people,
    overturned: ["yes"],
    reopenedFrom: ["2026-11-10"],
    reopenedTo: ["2026-11-20"],
    subsidiary: kept.subsidiaries,
    subject: [subject],
    q: [...TYPED, ...searchedIds(rows)],
  };
  for (const [name, alone] of Object.entries(values)) {
    for (const value of alone) {
      const filter = caseTable.parse({ [name]: value });
      const expected = rows.filter((row) => matches(row, filter, people[0] ?? "", NOW));
      const { forth } = await walk(filter);
      expect(
        forth.flatMap((page) => page.keys),
        `${name}=${value}`,
      ).toEqual(inOrderOf("dueAt", expected).map(({ number }) => String(number)));
    }
  }
}, 120_000);

it("takes a status that is said over and over for that one, and all but closed for what is not closed", async () => {
  const open = CASE_STATUSES.filter((status) => status !== "closed");
  for (const status of [open.map(() => "waiting"), open, [...open, "closed"], open.slice(1)]) {
    const filter = caseTable.parse({ status });
    const expected = rows.filter((row) => matches(row, filter, people[0] ?? "", NOW));
    const { forth } = await walk(filter);
    expect(forth.flatMap((page) => page.keys)).toEqual(
      inOrderOf("dueAt", expected).map(({ number }) => String(number)),
    );
  }
});

it("goes through all cases by every order", async () => {
  for (const sort of CASE_SORTS.flatMap((name) => [name, `-${name}`] as const)) {
    const { forth, back } = await walk(caseTable.parse({ sort }));
    const expected = inOrderOf(sort, rows).map(({ number }) => String(number));
    expect(forth.flatMap((page) => page.keys)).toEqual(expected);
    expect(back.flatMap((page) => page.keys)).toEqual(expected);
  }
}, 60_000);

it("shows an empty page, not an error, after a case that is not there", async () => {
  const page = await pageOf(caseTable.parse({}), { after: "99999" });
  expect(page).toMatchObject({ keys: [], rows: [], count: CASES });
});
