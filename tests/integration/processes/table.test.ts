import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PROCESS_OUTCOMES } from "#lib/features/processes/rules.ts";
import { listSeenFlows, processSource, whereOf } from "#lib/features/processes/table.ts";
import {
  AUTHENTICATIONS,
  PROCESS_SORTS,
  type ProcessFilter,
  processFilter,
  RESULTS,
  STATES,
} from "#lib/features/processes/table-schema.ts";
import { LIVENESS } from "#lib/features/signals.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import { listPage } from "#lib/table/list.ts";
import { openWorld, programCtx, testVault, type World } from "#tests/support/ctx.ts";
import { aCase, aCpf } from "#tests/support/factories.ts";
import { inOrderOf, matches, type Seen } from "./oracle.ts";

const PROCESSES = 140;
const FILTERS = 60;
const PAGE = 29;
const HOUR_MS = 3_600_000;
const NOW = Date.parse("2026-11-20T15:30:00.000Z");
const NAMES = [
  "José Ângelo São João",
  "Ana 100% Sá",
  "Érico \\ Ção",
  "JOA\u0303O da ASSUNC\u0327A\u0303O",
  null,
];
const TYPED = ["jose", "são j", "100%", "_", "\\", "cao", "nobody at all", "a", "'; DROP TABLE"];
const FLOWS = ["idcheck", "Meu fluxo", "x'y", null];
const SCORES = [-100, -40, 0, 9.5, 62.5, 100];

let world: World;
let rows: Seen[];
const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const raw = (start: string, words: readonly string[]) =>
  some([...words.map((word) => `${start}${word}`), `${start}SOMETHING_NEW`, "other"]);

beforeAll(async () => {
  world = await openWorld();
  rows = await insertProcesses();
});
afterAll(() => world.end());

const shapes = () =>
  fc.record({
    outcome: some(PROCESS_OUTCOMES),
    state: raw("PROCESS_STATE_", ["CREATED", "AWAITING_FOR_DOCUMENT", "FINISHED", "FAILED", "CANCELED"]),
    result: fc.option(
      raw("PROCESS_RESULT_", ["OK", "WARNING", "ERROR", "EXPIRED", "INVALID_IDENTITY", "UNSPECIFIED"]),
    ),
    authentication: fc.option(
      raw("AUTHENTICATION_RESULT_", ["POSITIVE", "NEGATIVE", "INCONCLUSIVE", "UNSPECIFIED"]),
    ),
    liveness: fc.option(raw("LIVENESS_RESULT_", ["LIVE", "NOT_LIVE", "UNSPECIFIED"])),
    score: fc.option(some(SCORES), { freq: 2 }),
    flow: some(FLOWS),
    // Few moments, so that orders tie often.
    lastSeenAt: fc.integer({ min: -200, max: 5 }).map((hours) => new Date(NOW + 3 * hours * HOUR_MS)),
    person: fc.option(fc.integer({ min: 0, max: 39 }), { freq: 4 }),
    isInCase: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  });

async function insertProcesses(): Promise<Seen[]> {
  const people = Array.from({ length: 40 }, (_, i) => {
    const name = NAMES[i % NAMES.length] ?? null;
    return { ...sealedSubject(testVault, { cpf: aCpf(), name }), name };
  });
  await world.db.subject.createMany({ data: people });
  const made = fc.sample(shapes(), PROCESSES).map(({ person, isInCase, ...shape }) => {
    const subject = person === null ? null : people[person];
    return {
      ...shape,
      id: randomUUID(),
      subjectId: subject?.id ?? null,
      name: subject?.name ?? null,
      isInCase,
    };
  });
  await world.db.process.createMany({
    data: made.map(({ name: _, isInCase: __, ...row }) => ({ ...row, firstSeenAt: row.lastSeenAt })),
  });
  const seen: Seen[] = [];
  for (const { isInCase, ...row } of made) {
    if (!isInCase) {
      seen.push({ ...row, cases: [] });
      continue;
    }
    // Half of them opened their case, half joined one that knows nobody.
    const opened = seen.length % 2 === 0;
    const { number } = await aCase(world.db, {
      rule: randomUUID(),
      ...(opened ? { processId: row.id, subjectId: row.subjectId } : {}),
    });
    if (!opened) {
      const detail = { processId: row.id };
      await world.db.caseEvent.create({
        data: { caseNumber: number, kind: "signal_joined", detail },
        select: { id: true },
      });
    }
    seen.push({ ...row, cases: [number], ...(opened ? {} : { joined: true }) });
  }
  return seen;
}

/** Of a case that knows nobody, the search finds the process alone. */
const isFoundBy = (row: Seen, filter: ProcessFilter) =>
  matches(
    row,
    filter,
    rows.filter((each) => !("joined" in each)),
  );

const days = some(["2026-10-31", "2026-11-10", "2026-11-19", "2026-11-20", "2026-11-21", "2030-01-01"]);
const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const chosen = <T>(values: readonly T[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: fc.subarray([...values]) },
  );
const searched = (): string[] => {
  const ids = rows.slice(0, 3).flatMap(({ id }) => [id, id.toUpperCase()]);
  const numbers = rows.flatMap(({ cases }) => cases).slice(0, 6);
  return [...ids, randomUUID(), ...numbers.map(String), "99999"];
};

const filters = (): fc.Arbitrary<ProcessFilter> =>
  fc
    .record({
      outcome: chosen(PROCESS_OUTCOMES),
      state: chosen(STATES),
      result: chosen(RESULTS),
      authentication: chosen(AUTHENTICATIONS),
      liveness: chosen(LIVENESS),
      flow: chosen(FLOWS.flatMap((flow) => flow ?? [])),
      scoreMin: rarely(some(SCORES)),
      scoreMax: rarely(some(SCORES)),
      seenFrom: rarely(days),
      seenTo: rarely(days),
      subject: rarely(fc.integer({ min: 0, max: PROCESSES - 1 }).map((i) => rows[i]?.subjectId ?? undefined)),
      q: rarely(some([...TYPED, ...searched()])),
      sort: some(PROCESS_SORTS),
    })
    .map((given) => processFilter.parse(given));

const pageOf = (filter: ProcessFilter, place: { after?: string; before?: string }) =>
  listPage(
    programCtx(world.db),
    processSource,
    whereOf(filter),
    { sort: filter.sort, ...place },
    async (keys) => keys,
    (key) => key,
    PAGE,
  );

/** Every page from the first to the last, then back from the last to the first. */
async function walk(filter: ProcessFilter) {
  const forth = [await pageOf(filter, {})];
  for (let page = forth[0]; page?.hasNext; forth.push(page)) {
    page = await pageOf(filter, { after: page.keys.at(-1) ?? "" });
  }
  const back = forth.slice(-1);
  for (let page = back[0]; page?.hasPrevious; back.unshift(page)) {
    page = await pageOf(filter, { before: page.keys[0] ?? "" });
  }
  return { forth, back };
}

async function expectSame(filter: ProcessFilter, name: string): Promise<number> {
  const found = rows.filter((row) => isFoundBy(row, filter));
  const expected = inOrderOf(filter.sort, found).map(({ id }) => id);
  const { forth, back } = await walk(filter);
  expect(
    forth.flatMap(({ keys }) => keys),
    name,
  ).toEqual(expected);
  expect(
    back.flatMap(({ keys }) => keys),
    name,
  ).toEqual(expected);
  for (const page of forth) expect(page).toMatchObject({ count: expected.length, capped: false });
  return expected.length;
}

it("finds what the same filter finds in memory, each process once over all pages, in both directions", async () => {
  let filtersThatFind = 0;
  await fc.assert(
    fc.asyncProperty(filters(), async (filter) => {
      filtersThatFind += (await expectSame(filter, JSON.stringify(filter))) > 0 ? 1 : 0;
    }),
    { numRuns: FILTERS },
  );
  // A test of filters that find nothing would prove nothing.
  expect(filtersThatFind).toBeGreaterThan(FILTERS / 8);
}, 120_000);

it("finds by each value of each filter alone what memory finds", async () => {
  const values: Partial<Record<keyof ProcessFilter, readonly (string | number | undefined)[]>> = {
    outcome: PROCESS_OUTCOMES,
    state: STATES,
    result: RESULTS,
    authentication: AUTHENTICATIONS,
    liveness: LIVENESS,
    flow: ["idcheck", "Meu fluxo", "x'y", "none"],
    scoreMin: SCORES,
    scoreMax: SCORES,
    seenFrom: ["2026-11-10", "2026-11-20", "2030-01-01"],
    seenTo: ["2026-11-10", "2026-11-20", "2030-01-01"],
    subject: [rows.find(({ subjectId }) => subjectId)?.subjectId ?? undefined],
    q: [...TYPED, ...searched()],
  };
  for (const [name, alone] of Object.entries(values))
    for (const value of alone) await expectSame(processFilter.parse({ [name]: value }), `${name}=${value}`);
}, 60_000);

it("offers each flow that was seen, once", async () => {
  expect(await listSeenFlows(programCtx(world.db))).toEqual(["Meu fluxo", "idcheck", "x'y"].toSorted());
});
