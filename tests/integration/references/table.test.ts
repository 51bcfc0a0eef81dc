import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listReferences } from "#lib/features/references/service.ts";
import {
  REFERENCE_CONTRADICTIONS,
  REFERENCE_ORIGINS,
  REFERENCE_SORTS,
  type ReferenceFilter,
  referenceFilter,
} from "#lib/features/references/table-schema.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import { ctxFor, openWorld, testVault, type World } from "#tests/support/ctx.ts";
import { aCpf } from "#tests/support/factories.ts";

/** The same rules as the SQL's, written a second time over plain values. */
type Kept = Prisma.ReferenceProcessCreateManyInput & { id: string; createdAt: Date; name: string | null };
const among = (values: readonly unknown[], value: unknown) =>
  values.length === 0 || values.includes(value ?? null);
const plain = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
const dayStart = (day: string) => Date.parse(`${day}T03:00:00Z`);
const DAY_MS = 86_400_000;

describe("the list of references", () => {
  const REFERENCES = 300;
  const BEGIN = Date.UTC(2026, 9, 1);
  const NAMES = ["José Ângelo", "Ana 100% Sá", "JOSE  angelo", "Érico \\ Ção", null];
  const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
  const maybe = <T>(values: readonly T[]) => fc.option(some(values), { freq: 2 });
  let own: World;
  let ctx: UserCtx;
  let rows: Kept[];
  let claims: { referenceId: string; subjectId: string }[];
  let branches: string[];
  let people: { id: string; name: string | null }[];
  beforeAll(async () => {
    own = await openWorld();
    ctx = await ctxFor(own.db, "manager");
    branches = [randomUUID(), randomUUID()];
    await own.db.subsidiary.createMany({ data: branches.map((id, i) => ({ id, name: `Filial ${i}` })) });
    const subjects = Array.from({ length: 90 }, (_, i) =>
      sealedSubject(testVault, { cpf: aCpf(), name: NAMES[i % NAMES.length] ?? null }),
    );
    await own.db.subject.createMany({ data: subjects });
    people = subjects.map(({ id, name }) => ({ id, name }));
    const day = fc.integer({ min: 0, max: 40 }).map((half) => new Date(BEGIN + (half * DAY_MS) / 2));
    const shape = fc.record({
      person: maybe(people),
      origin: some(REFERENCE_ORIGINS),
      subsidiaryId: maybe(branches),
      enrolledAt: fc.option(day, { freq: 2 }),
      createdAt: day,
    });
    rows = fc.sample(shape, REFERENCES).map(({ person, ...row }) => ({
      ...row,
      id: randomUUID(),
      subjectId: person?.id ?? null,
      name: person?.name ?? null,
    }));
    await own.db.referenceProcess.createMany({ data: rows.map(({ name: _, ...row }) => row) });
    claims = rows
      .filter(({ subjectId }, i) => subjectId && i % 9 === 0)
      .flatMap(({ id, subjectId }) => {
        const other = people.find((person) => person.id !== subjectId);
        return other ? [{ referenceId: id, subjectId: other.id }] : [];
      });
    await own.db.referenceClaim.createMany({ data: claims.map((claim) => ({ ...claim, origin: "import" })) });
  });
  afterAll(() => own.end());

  function matches(row: Kept, filter: ReferenceFilter, scope: readonly string[] | null): boolean {
    const isSeen = (each: Kept) => scope === null || scope.includes(each.subsidiaryId ?? "");
    const enrolled = row.enrolledAt instanceof Date ? row.enrolledAt.getTime() : null;
    const holds = {
      several_references:
        row.subjectId !== null &&
        rows.some((other) => other.id !== row.id && other.subjectId === row.subjectId && isSeen(other)),
      several_people: claims.some(({ referenceId }) => referenceId === row.id),
    };
    const { enrolledFrom, enrolledTo, q } = filter;
    return (
      isSeen(row) &&
      among(filter.origin, row.origin) &&
      among(filter.subsidiary, row.subsidiaryId) &&
      (filter.subject === undefined || row.subjectId === filter.subject) &&
      (filter.contradiction.length === 0 || filter.contradiction.some((name) => holds[name])) &&
      (enrolledFrom === undefined || (enrolled !== null && enrolled >= dayStart(enrolledFrom))) &&
      (enrolledTo === undefined || (enrolled !== null && enrolled < dayStart(enrolledTo) + DAY_MS)) &&
      (q === undefined || row.id === q || (row.name !== null && plain(row.name).includes(plain(q))))
    );
  }

  function inOrder(found: readonly Kept[], sort: ReferenceFilter["sort"]): string[] {
    const sorted = ({ enrolledAt, createdAt }: Kept) =>
      sort.endsWith("enrolledAt") && enrolledAt instanceof Date ? enrolledAt.getTime() : createdAt.getTime();
    const up = found.toSorted((a, b) => sorted(a) - sorted(b) || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
    return sort.startsWith("-") ? up.reverse() : up;
  }

  it("is what the same filter finds in memory, page by page", async () => {
    const days = ["2026-09-30", "2026-10-05", "2026-10-12", "2026-10-21"];
    const asked = fc.record(
      {
        q: some(["jose", "ÂNGELO", "100%", "\\", "nobody", rows[0]?.id ?? "", "ção"]),
        subject: some(people.slice(0, 20).map(({ id }) => id)),
        origin: fc.subarray([...REFERENCE_ORIGINS]),
        contradiction: fc.subarray([...REFERENCE_CONTRADICTIONS]),
        subsidiary: fc.subarray(branches),
        enrolledFrom: some(days),
        enrolledTo: some(days),
        sort: some(REFERENCE_SORTS),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(asked, fc.boolean(), async (given, isLimited) => {
        const filter = referenceFilter.parse(given);
        const scope = isLimited ? [branches[0] ?? ""] : null;
        const reader: UserCtx = { ...ctx, actor: { ...ctx.actor, scope } };
        const expected = inOrder(
          rows.filter((row) => matches(row, filter, scope)),
          filter.sort,
        );
        const found: string[] = [];
        for (let after: string | undefined; ; after = found.at(-1)) {
          const page = await listReferences(reader, { ...filter, after });
          expect(page.count).toBe(expected.length);
          found.push(...page.rows.map(({ id }) => id));
          if (!page.hasNext) break;
        }
        expect(found).toEqual(expected);
      }),
      { numRuns: 80 },
    );
  });

  it.each(REFERENCE_CONTRADICTIONS)("has rows with %s, and says so of each", async (contradiction) => {
    const { rows: found } = await listReferences(ctx, referenceFilter.parse({ contradiction }));
    expect(found.length).toBeGreaterThan(0);
    const says = { several_references: "referencesOfPerson", several_people: "people" } as const;
    for (const row of found) expect(row[says[contradiction]]).toBeGreaterThan(1);
  });
});
