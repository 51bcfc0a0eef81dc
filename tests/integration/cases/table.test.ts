import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CASE_STATUSES, DECISIONS, PRIORITIES, REASON_CODES } from "#lib/features/cases/rules.ts";
import { caseSource, whereOf } from "#lib/features/cases/table.ts";
import { AGES, CASE_SORTS, type CaseFilter, caseTable } from "#lib/features/cases/table-schema.ts";
import { BIOMETRY, FRAUDSTERS, LIVENESS } from "#lib/features/signals.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import { listPage } from "#lib/table/list.ts";
import { aUser, openWorld, programCtx, testVault, type World } from "#tests/support/ctx.ts";
import { aCpf, aReference, aReverification } from "#tests/support/factories.ts";
import { inOrderOf, type Kept, matches } from "./oracle.ts";
import { caseShape, NOW, scores, some, TAGS } from "./random-cases.ts";

const CASES = 500;
const FILTERS = 200;
const PAGE = 11;
const TYPED = [
  "jose",
  "ÂNGELO",
  "são j",
  "100%",
  "_",
  "\\",
  "%",
  "ção",
  "nobody at all",
  "acao",
  "CÃO",
  "jose\u0301",
  "joão  da",
  "ue",
  "ß",
  "ı",
  "'; DROP TABLE",
  "a",
];

let world: World;
let rows: Kept[];
let people: string[];
let subsidiaries: string[];
beforeAll(async () => {
  world = await openWorld();
  people = [(await aUser(world.db, "analyst")).id, (await aUser(world.db, "manager")).id];
  subsidiaries = [randomUUID(), randomUUID()];
  for (const [i, id] of subsidiaries.entries())
    await world.db.subsidiary.create({ data: { id, name: `Filial ${i}` }, select: { id: true } });
  rows = await insertCases();
});
afterAll(() => world.end());

/** The rows as they stand in the database; what its checks ask of a status is set by it. */
async function insertCases(): Promise<Kept[]> {
  const [first = "", second = ""] = people;
  const { id: referenceId } = await aReference(world.db);
  const unicoProcessId = randomUUID();
  const { id: reverificationId } = await aReverification(world.db, {
    startedById: first,
    referenceId,
    unicoProcessId,
  });
  const shapes = fc.sample(caseShape(), CASES);
  const subjects = shapes.map(({ name }) => sealedSubject(testVault, { cpf: aCpf(), name }));
  await world.db.subject.createMany({ data: subjects });
  const made = shapes.map(({ name, isKnown, isCompared, decision, reasons, dueInMs, ...shape }, i): Kept => {
    const isDecided = shape.status === "closed" || shape.status === "awaiting_approval";
    const decided = shape.status === "awaiting_approval" ? "confirmed_fraud" : decision;
    const isClosed = shape.status === "closed";
    return {
      ...shape,
      number: 20_001 + i,
      rule: "manual",
      dueAt: new Date(shape.openedAt.getTime() + dueInMs),
      assigneeId: people[shape.assigneeId ?? (shape.status === "in_review" ? 0 : 9)] ?? null,
      subsidiaryId: subsidiaries[shape.subsidiaryId ?? 9] ?? null,
      subjectId: isKnown ? (subjects[i]?.id ?? null) : null,
      name: isKnown ? name : null,
      referenceId: isCompared ? referenceId : null,
      reverificationId: isCompared ? reverificationId : null,
      unicoProcessId: isCompared ? unicoProcessId : null,
      decision: isDecided ? decided : null,
      reasons: isDecided ? reasons : [],
      decidedById: isDecided ? first : null,
      decidedAt: isDecided ? NOW : null,
      approvedById: isClosed && decided === "confirmed_fraud" ? second : null,
      approvedAt: isClosed && decided === "confirmed_fraud" ? NOW : null,
      closedAt: isClosed ? NOW : null,
      waitingSince: shape.status === "waiting" ? shape.openedAt : null,
      firstTouchedAt: i % 3 === 0 ? null : new Date(shape.openedAt.getTime() + (i % 5) * 3_600_000),
      // One in four was looked at again: sent back, or reopened on a day of its own.
      firstDecision: i % 4 === 0 ? (DECISIONS[i % DECISIONS.length] ?? null) : null,
      firstDecidedById: i % 4 === 0 ? (people[(i / 4) % people.length] ?? null) : null,
      reopenedAt: i % 8 === 0 ? [new Date(shape.openedAt.getTime() + (i % 7) * 5 * 3_600_000)] : [],
    };
  });
  // The order in which they were written is no order of the list.
  await world.db.case.createMany({
    data: made
      .toReversed()
      .map(
        ({ name: _, unicoProcessId: _u, firstDecision: _f, firstDecidedById: _b, reopenedAt: _r, ...row }) =>
          row,
      ),
  });
  await world.db.caseEvent.createMany({
    data: made.flatMap(({ number, firstDecision, firstDecidedById, reopenedAt, openedAt }) => {
      const [reopened] = reopenedAt;
      const kind = reopened ? ("reopened" as const) : ("sent_back" as const);
      const event = (decision: string | undefined) => ({
        caseNumber: number,
        at: reopened ?? openedAt,
        kind,
        detail: { decision: decision ?? null },
      });
      // The first of two counts.
      return firstDecision
        ? [
            { ...event(firstDecision), kind: "decided" as const, actorId: firstDecidedById ?? null },
            event(firstDecision),
            // Who decides once more after that did not decide first.
            { ...event("inconclusive"), kind: "decided" as const, actorId: people[0] ?? null },
            ...(number % 5 === 0 ? [{ ...event("inconclusive"), kind: "sent_back" as const }] : []),
          ]
        : [];
    }),
  });
  return made;
}

const days = some(["2026-10-31", "2026-11-10", "2026-11-19", "2026-11-20", "2026-11-21", "2030-01-01"]);
const seldom = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 1, nil: undefined });
const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const chosen = <T>(values: readonly T[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: fc.subarray([...values]) },
  );

/** Where the figures of reports lead: one or two of them at a time, as their links have them. */
const reportsFilters = () =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.oneof(
        fc.record({ age: some(AGES) }),
        fc.record({ touchedFrom: days, touchedTo: rarely(days) }),
        fc.record({ dueFrom: rarely(days), dueTo: days, met: seldom(some(["yes", "no"] as const)) }),
        fc.record({ closedFrom: days, overturned: rarely(fc.constant("yes" as const)) }),
        fc.record({ closedTo: days, decidedBy: rarely(some(people)), approvedBy: rarely(some(people)) }),
        fc.record({ closedFrom: days, firstBy: some(people) }),
        fc.record({ first: fc.subarray([...DECISIONS], { minLength: 1 }) }),
        fc.record({ reopenedFrom: days, reopenedTo: rarely(days) }),
      ),
    },
  );

/** Filters as an address could hold them, each as likely to find many as to find nothing. */
const filters = (): fc.Arbitrary<CaseFilter> =>
  fc
    .record({
      status: chosen(CASE_STATUSES),
      decision: chosen(DECISIONS),
      reason: chosen(REASON_CODES),
      tag: chosen(TAGS),
      fraudsters: chosen(FRAUDSTERS),
      biometry: chosen(BIOMETRY),
      liveness: chosen(LIVENESS),
      priority: chosen(PRIORITIES),
      origin: chosen(["reverification", "idcheck", "manual"] as const),
      assignee: chosen(["me", "none", people[1] ?? "none"]),
      scoreMin: rarely(scores),
      scoreMax: rarely(scores),
      openedFrom: rarely(days),
      openedTo: rarely(days),
      due: rarely(some(["overdue", "1h", "4h", "today"] as const)),
      reports: reportsFilters(),
      subsidiary: rarely(some(subsidiaries)),
      subject: rarely(fc.integer({ min: 0, max: CASES - 1 }).map((i) => rows[i]?.subjectId ?? undefined)),
      q: rarely(some([...TYPED, ...searchedIds()])),
      sort: seldom(some(CASE_SORTS.flatMap((sort) => [sort, `-${sort}`] as const))),
    })
    .map(({ reports, ...given }) => caseTable.parse({ ...given, ...reports }));

function searchedIds(): string[] {
  const compared = rows.find(({ reverificationId }) => reverificationId);
  const { referenceId, reverificationId, unicoProcessId } = compared ?? {};
  const ids = [referenceId, reverificationId, unicoProcessId].flatMap((id) =>
    id ? [id, id.toUpperCase()] : [],
  );
  return [...ids, randomUUID(), "20007", "99999"];
}

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
    fc.asyncProperty(filters(), async (filter) => {
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
    subsidiary: subsidiaries,
    subject: [subject],
    q: [...TYPED, ...searchedIds()],
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
