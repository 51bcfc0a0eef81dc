import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Scope } from "#lib/auth/roles.ts";
import { countCases, listCases } from "#lib/features/cases/reading.ts";
import { type CaseFilter, caseTable } from "#lib/features/cases/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listReferences } from "#lib/features/references/service.ts";
import { REFERENCE_ORIGINS, referenceFilter } from "#lib/features/references/table-schema.ts";
import { countReverifications, listReverifications } from "#lib/features/reverifications/reading.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { inOrderOf, type Kept, matches } from "#tests/integration/cases/oracle.ts";
import { aUser, ctxFor, sha256 } from "#tests/support/ctx.ts";
import { type Branch, type Company, FENCES, openCompany } from "./branches.ts";

// More than two pages of each, so that walks go over their edges.
const ROWS = 130;
const NOW = new Date("2026-11-20T15:30:00.000Z");
const HOUR_MS = 3_600_000;
const RUNS = 20;

type Plain = { id: string; subsidiaryId: string | null; at: number };
let company: Company;
let cases: Kept[];
let references: (Plain & { origin: (typeof REFERENCE_ORIGINS)[number] })[];
let reverifications: (Plain & { outcome: "match" | "no_match" })[];
let people: Map<string, UserCtx>;

/** A branch, none, or a branch again: some rows belong to nobody's. */
const branchAt = (i: number): Branch | null =>
  company.branches[(i * 7) % (company.branches.length + 1)] ?? null;
const turn = <T>(values: readonly T[], i: number): T => values[i % values.length] as T;
// Few times of each, so that orders tie often.
const timeAt = (i: number) => new Date(NOW.getTime() - ((i * 13) % 29) * HOUR_MS);

beforeAll(async () => {
  company = await openCompany(3);
  const startedById = (await aUser(company.db, "analyst")).id;
  people = new Map();
  cases = Array.from({ length: ROWS }, (_, i) => ({
    number: 30_001 + i,
    status: "open" as const,
    priority: turn(["low", "normal", "high", "urgent"] as const, i),
    origin: "reverification" as const,
    rule: "manual",
    fraudsters: turn(["yes", "inconclusive", null] as const, i),
    score: turn([null, -40, 0, 9.5], i),
    reasons: [],
    tags: [],
    subsidiaryId: branchAt(i),
    openedAt: timeAt(i),
    dueAt: new Date(timeAt(i).getTime() + ((i * 7) % 23) * HOUR_MS),
    name: null,
    unicoProcessId: null,
    firstDecision: null,
    reopenedAt: [],
  }));
  await company.db.case.createMany({
    data: cases.map(({ name: _, unicoProcessId: __, firstDecision: ___, reopenedAt: ____, ...row }) => row),
  });
  references = Array.from({ length: ROWS }, (_, i) => ({
    id: randomUUID(),
    subsidiaryId: branchAt(i),
    at: timeAt(i).getTime(),
    origin: turn(REFERENCE_ORIGINS, i),
  }));
  await company.db.referenceProcess.createMany({
    data: references.map(({ at, ...row }) => ({ ...row, createdAt: new Date(at) })),
  });
  reverifications = references.map(({ id: _, at, subsidiaryId }, i) => ({
    id: randomUUID(),
    subsidiaryId,
    at,
    outcome: turn(["match", "no_match"] as const, i),
  }));
  await company.db.reverification.createMany({
    data: reverifications.map(({ at, ...row }, i) => ({
      ...row,
      ...{ startedById, startedAt: new Date(at), sentAt: NOW, settledAt: NOW, state: "completed" as const },
      ...{ idempotencyKey: randomUUID(), referenceId: references[i]?.id ?? "", reason: "other" as const },
      ...{ capture: "file" as const, imageSha256: sha256(row.id), imageBytes: 1, imageFormat: "jpeg" },
      ...{ imageWidth: 640, imageHeight: 480, keyLiveness: false, keyAlert: true },
    })),
  });
});
afterAll(() => company.end());

const scopes = (): fc.Arbitrary<Scope> =>
  fc.oneof(fc.constant(null), fc.subarray([...company.branches]), fc.constant([randomUUID()]));

async function personOf(scope: Scope, fences: (typeof FENCES)[number]): Promise<UserCtx> {
  const key = JSON.stringify([scope, fences]);
  const known = people.get(key);
  if (known) return known;
  const branches = scope?.filter((id) => company.branches.includes(id)) ?? [];
  const bare = scope === null ? await ctxFor(company.db, "manager") : null;
  const made = bare ?? (await company.personOf("manager", branches, fences));
  people.set(key, made);
  return made;
}

const sees = (scope: Scope, { subsidiaryId }: { subsidiaryId?: string | null }) =>
  scope === null || (subsidiaryId != null && scope.includes(subsidiaryId));

type Listing = { keys: string[]; hasNext: boolean; hasPrevious: boolean; count: number };
/** Every page there, then back from the last. */
async function walk(pageAt: (place: object) => Promise<Listing>) {
  const forth = [await pageAt({})];
  for (let page = forth[0]; page?.hasNext; forth.push(page)) page = await pageAt({ after: page.keys.at(-1) });
  const back = forth.slice(-1);
  for (let page = back[0]; page?.hasPrevious; back.unshift(page))
    page = await pageAt({ before: page.keys[0] });
  const keysOf = (pages: Listing[]) => pages.flatMap(({ keys }) => keys);
  return { forth: keysOf(forth), back: keysOf(back), counts: [...forth, ...back].map(({ count }) => count) };
}
async function expectWalk(pageAt: (place: object) => Promise<Listing>, expected: readonly string[]) {
  const { forth, back, counts } = await walk(pageAt);
  expect(forth).toEqual(expected);
  expect(back).toEqual(expected);
  expect(new Set(counts)).toEqual(new Set([expected.length]));
}

const inTime = <R extends Plain>(rows: readonly R[], isDown: boolean): string[] => {
  const up = rows.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
  return isDown ? up.reverse() : up;
};
const chosen = <T>(values: readonly T[]) => fc.oneof(fc.constant<T[]>([]), fc.subarray([...values]));
const someFences = fc.constantFrom(...FENCES);

it("the queue is what the same filter and branches find in memory", async () => {
  const filters = fc
    .record({
      priority: chosen(["low", "normal", "high", "urgent"] as const),
      fraudsters: chosen(["yes", "inconclusive"] as const),
      sort: fc.constantFrom("dueAt", "-dueAt", "openedAt", "-priority", "score", "-number"),
      subsidiary: fc.option(fc.constantFrom(...company.branches), { nil: undefined, freq: 4 }),
    })
    .map((given): CaseFilter => caseTable.parse(given));
  await fc.assert(
    fc.asyncProperty(scopes(), filters, someFences, async (scope, filter, fences) => {
      const ctx = { ...(await personOf(scope, fences)), now: () => NOW };
      const found = cases.filter((row) => sees(scope, row) && matches(row, filter, ctx.actor.id, NOW));
      const expected = inOrderOf(filter.sort, found).map(({ number }) => String(number));
      await expectWalk((place) => listCases(ctx, { ...filter, ...place }), expected);
      expect(await countCases(ctx, [filter])).toMatchObject([{ count: expected.length }]);
    }),
    { numRuns: RUNS },
  );
}, 60_000);

it("re-verifications are", async () => {
  const filters = fc.record({
    outcome: chosen(["match", "no_match"] as const),
    sort: fc.constantFrom("startedAt", "-startedAt"),
  });
  await fc.assert(
    fc.asyncProperty(scopes(), filters, someFences, async (scope, given, fences) => {
      const ctx = await personOf(scope, fences);
      const filter = reverificationTable.parse(given);
      const found = reverifications.filter(
        (row) => sees(scope, row) && (given.outcome.length === 0 || given.outcome.includes(row.outcome)),
      );
      const expected = inTime(found, given.sort.startsWith("-"));
      await expectWalk((place) => listReverifications(ctx, { ...filter, ...place }), expected);
      expect(await countReverifications(ctx, [filter])).toMatchObject([{ count: expected.length }]);
    }),
    { numRuns: RUNS },
  );
}, 60_000);

it("references are", async () => {
  const filters = fc.record({
    origin: chosen(REFERENCE_ORIGINS),
    subsidiary: chosen(company.branches),
    sort: fc.constantFrom("addedAt", "-addedAt"),
  });
  await fc.assert(
    fc.asyncProperty(scopes(), filters, someFences, async (scope, given, fences) => {
      const ctx = await personOf(scope, fences);
      const filter = referenceFilter.parse(given);
      const found = references.filter(
        (row) =>
          sees(scope, row) &&
          (given.origin.length === 0 || given.origin.includes(row.origin)) &&
          (given.subsidiary.length === 0 || given.subsidiary.includes(row.subsidiaryId ?? "")),
      );
      await expectWalk(
        (place) => listReferences(ctx, { ...filter, ...place }),
        inTime(found, given.sort.startsWith("-")),
      );
    }),
    { numRuns: RUNS },
  );
}, 60_000);

it("a page that begins after a row of another branch is empty, as after one that is not there", async () => {
  const [own = "", other = ""] = company.branches;
  const foreign = cases.find(({ subsidiaryId }) => subsidiaryId === other);
  for (const fences of FENCES) {
    const ctx = await personOf([own], fences);
    for (const after of [foreign?.number, 99_999])
      expect((await listCases(ctx, { ...caseTable.parse({}), after })).keys).toEqual([]);
  }
});
