import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openScopedDatabases } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { linkReference } from "#lib/features/references/linking.ts";
import { listReferences, readableFilter, readContradictions } from "#lib/features/references/service.ts";
import { referenceFilter } from "#lib/features/references/table-schema.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aReference, aSubject } from "#tests/support/factories.ts";

let world: World;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  analyst = await ctxFor(world.db, "analyst");
});
afterAll(() => world.end());

const idsOf = async (params: Record<string, string | string[]>, ctx = analyst) =>
  (await listReferences(ctx, readAddress(referenceFilter, params).filter)).rows.map(({ id }) => id);

async function untilItWaits(client: pg.Client, pid: number): Promise<void> {
  for (;;) {
    const { rows } = await client.query("SELECT FROM pg_locks WHERE pid = $1 AND NOT granted", [pid]);
    if (rows.length > 0) return;
    await setTimeout(10);
  }
}

describe("what of references does not fit together", () => {
  it("one CPF with several references is marked on each of them, whichever came first", async () => {
    const { id: subjectId } = await aSubject(world.db);
    const first = await aReference(world.db, { subjectId });
    expect(await idsOf({ contradiction: "several_references" })).not.toContain(first.id);
    const second = await aReference(world.db);
    await world.db.$transaction((tx) => linkReference(tx, analyst, second.id, subjectId));
    expect((await idsOf({ contradiction: "several_references", subject: subjectId })).sort()).toEqual(
      [first.id, second.id].sort(),
    );
    const { rows } = await listReferences(
      analyst,
      readAddress(referenceFilter, { subject: subjectId }).filter,
    );
    expect(rows.map((row) => row.referencesOfPerson)).toEqual([2, 2]);
    expect(await readContradictions(analyst, first.id)).toEqual({
      subjectId,
      referencesOfPerson: 2,
      people: null,
    });
  });

  it("of two that come at once for one person both are marked: the second waits for the first", async () => {
    const { id: subject } = await aSubject(world.db);
    const add = (client: pg.Client) =>
      client.query("INSERT INTO reference_process (id, subject_id, origin) VALUES ($1, $2, 'manual')", [
        randomUUID(),
        subject,
      ]);
    await withClient(world.url, (first) =>
      withClient(world.url, async (second) => {
        await first.query("BEGIN");
        await add(first);
        const { rows } = await second.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
        const adding = add(second);
        await Promise.race([adding, untilItWaits(first, rows[0]?.pid ?? 0)]);
        await first.query("COMMIT");
        await adding;
      }),
    );
    expect(await idsOf({ contradiction: "several_references", subject })).toHaveLength(2);
  });

  it("one reference that Unico matches with another CPF keeps its person, and the other is told", async () => {
    const [owner, other] = [await aSubject(world.db), await aSubject(world.db)];
    const { id } = await aReference(world.db, { subjectId: owner.id });
    const link = (subjectId: string) =>
      world.db.$transaction((tx) => linkReference(tx, analyst, id, subjectId));
    await link(owner.id);
    expect(await readContradictions(analyst, id)).toBeNull();
    await link(other.id);
    await link(other.id);
    expect(await idsOf({ contradiction: "several_people", q: id })).toEqual([id]);
    expect(await readContradictions(analyst, id)).toEqual({
      subjectId: owner.id,
      referencesOfPerson: null,
      people: 2,
    });
    const events = await world.db.auditEvent.findMany({ where: { entityId: id } });
    expect(events.map(({ action, detail }) => [action, detail])).toEqual([
      ["reference.link", { subjectId: other.id, disputed: true }],
    ]);
  });

  it("is not told to who sees references masked, nor by what a filter finds", async () => {
    const [owner, other] = [await aSubject(world.db), await aSubject(world.db)];
    const support = await ctxFor(world.db, "support");
    const { id } = await aReference(world.db, { subjectId: owner.id });
    const plain = await aReference(world.db, { subjectId: owner.id });
    await world.db.$transaction((tx) => linkReference(tx, analyst, id, other.id));
    const of = (params: Record<string, string>) =>
      readAddress(referenceFilter, { subject: owner.id, ...params }).filter;
    const told = { people: 2, referencesOfPerson: 2 };
    const rowOf = async (ctx: UserCtx) =>
      (await listReferences(ctx, of({}))).rows.find((row) => row.id === id);
    expect(await rowOf(analyst)).toMatchObject(told);
    expect(await rowOf(support)).toMatchObject({ people: null, referencesOfPerson: null });
    expect(await readContradictions(support, id)).toBeNull();
    const disputed = of({ contradiction: "several_people" });
    expect((await listReferences(analyst, disputed)).rows.map((row) => row.id)).toEqual([id]);
    const found = (await listReferences(support, disputed)).rows.map((row) => row.id);
    expect(found.sort()).toEqual([id, plain.id].sort());
    expect(readableFilter(support, disputed)).toEqual({ filter: of({}), dropped: ["contradiction"] });
    expect(readableFilter(analyst, disputed)).toEqual({ filter: disputed, dropped: [] });
  });

  it("in another branch is not told to who does not see that branch", async () => {
    const [mine, theirs] = [randomUUID(), randomUUID()];
    await world.db.subsidiary.createMany({
      data: [
        { id: mine, name: `Filial ${mine}` },
        { id: theirs, name: `Filial ${theirs}` },
      ],
    });
    const { id: subjectId } = await aSubject(world.db);
    await aReference(world.db, { subjectId, subsidiaryId: theirs });
    const scoped = openScopedDatabases(world.url, 2);
    const db = scoped.of([mine]);
    // Added with the eyes of one who sees no other, and marked with everybody's.
    const own = await aReference(db, { subjectId, subsidiaryId: mine });
    const limited: UserCtx = { ...analyst, db, readDb: db, actor: { ...analyst.actor, scope: [mine] } };
    expect(await idsOf({ contradiction: "several_references", subject: subjectId }, limited)).toEqual([]);
    expect(await readContradictions(limited, own.id)).toBeNull();
    // The lists keep to it by themselves as well, and not by row security alone.
    const unfenced = { ...limited, db: world.db, readDb: world.db };
    expect(await idsOf({ contradiction: "several_references", subject: subjectId }, unfenced)).toEqual([]);
    expect(await readContradictions(unfenced, own.id)).toBeNull();
    await scoped.end();
    expect(await idsOf({ contradiction: "several_references", subject: subjectId })).toHaveLength(2);
  });
});
