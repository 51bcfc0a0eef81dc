import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { figuresOf } from "#lib/features/reports/figures.ts";
import { reportFilter } from "#lib/features/reports/schema.ts";
import { readReport } from "#lib/features/reports/service.ts";
import { listReverifications } from "#lib/features/reverifications/reading.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { anAnalyst, answered, aStart, finished } from "#tests/support/reverifications.ts";

let world: World;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
});
afterAll(() => world.end());

const anew = <I extends object>(input: I): I & { idempotencyKey: string } => ({
  ...input,
  idempotencyKey: crypto.randomUUID(),
});
const kept = () =>
  world.db.avoidedCall.findMany({
    select: { why: true, personId: true, reverificationId: true },
    orderBy: { id: "asc" },
  });

it("keeps each paid call that was not made, and none that somebody made all the same", async () => {
  const { promise: said, resolve: say } = Promise.withResolvers<void>();
  const { ctx, calls } = await anAnalyst(world.db, async () => {
    await said;
    return answered(finished(true, "inconclusive"));
  });
  const input = await aStart();
  const starting = startReverification(ctx, input);
  await expect.poll(() => calls.length).toBe(1);
  expect((await startReverification(ctx, anew(input))).ok).toBe(true);
  say();
  const first = await starting;
  if (!first.ok) throw new Error(first.failure.code);
  const { id } = first.value;
  await startReverification(ctx, input);
  const of = (why: string) => ({ why, personId: ctx.actor.id, reverificationId: id });
  expect(await kept()).toEqual([of("under_way"), of("same_form")]);

  expect((await startReverification(ctx, anew(input))).ok).toBe(false);
  expect(await kept()).toEqual([of("under_way"), of("same_form"), of("told")]);
  expect(calls).toHaveLength(1);

  const report = async () => figuresOf(await readReport(manager, reportFilter.parse({ period: "today" })));
  const avoided = (await report()).find((figure) => figure.id === "avoided");
  expect(avoided).toMatchObject({ value: 3, rows: { count: 1 } });
  const rows = avoided?.rows?.list === "reverifications" ? avoided.rows.filter : {};
  const listed = await listReverifications(manager, { ...reverificationTable.parse({}), ...rows });
  expect(listed.rows.map((row) => row.id)).toEqual([id]);

  expect((await startReverification(ctx, { ...anew(input), confirmedDuplicateOf: id })).ok).toBe(true);
  expect(await kept()).toEqual([of("under_way"), of("same_form")]);
  expect(calls).toHaveLength(2);
});
