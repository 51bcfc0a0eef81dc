import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openExportRows } from "#lib/db/export-rows.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listOf } from "#lib/features/exports/lists.ts";
import { queryOf } from "#lib/features/exports/query.ts";
import { EXPORT_LISTS } from "#lib/features/exports/schema.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";

let world: World;
let ctx: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  ctx = await ctxFor(world.db, "manager");
});
afterAll(() => world.end());

const [someone, branch] = [randomUUID(), randomUUID()];
const DAYS = [
  "opened",
  "touched",
  "due",
  "closed",
  "reopened",
  "started",
  "avoided",
  "seen",
  "enrolled",
].flatMap((name) => [`${name}From`, `${name}To`]);
/** Each filter that any exported list has, by a value of which it makes sense; nonsense is dropped as on a page. */
const STATES: Record<string, string>[] = [
  {},
  ...["helena", "20007", someone].map((q) => ({ q })),
  ...DAYS.map((name) => ({ [name]: "2026-01-02" })),
  ...["subject", "subsidiary", "reference", "list", "decidedBy", "approvedBy", "firstBy"].map((name) => ({
    [name]: someone,
  })),
  ...["me", "none", someone].map((assignee) => ({ assignee })),
  ...["me", someone].map((startedBy) => ({ startedBy })),
  ...["several_references", "several_people"].map((contradiction) => ({ contradiction })),
  {
    status: "open",
    decision: "confirmed_fraud",
    reason: "faces_differ",
    fraudsters: "yes",
    biometry: "match",
  },
  { liveness: "live", scoreMin: "-10", scoreMax: "10", priority: "high", tag: "vip", origin: "idcheck" },
  { due: "4h" },
  { age: "24h" },
  { met: "yes" },
  { first: "confirmed_fraud", overturned: "yes" },
  { state: "unknown", outcome: "match", answered: "yes" },
  { result: "approved", authentication: "positive", flow: "id", cpf: "x" },
];

it.each(EXPORT_LISTS.flatMap((name) => ([null, [branch]] as const).map((scope) => ({ name, scope }))))(
  "the role that writes $name may ask what each filter asks, of branches $scope",
  async ({ name, scope }) => {
    const actor = { ...ctx.actor, scope };
    const asker = { userId: actor.id, isOwnOnly: false, now: new Date(), locale: "en" as const };
    const rows = openExportRows(world.url);
    for (const params of STATES) {
      const { rows: query, count } = queryOf(listOf(name), actor, asker, {
        params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, [value]])),
        columns: [],
        keys: null,
        separator: ",",
        bom: false,
        locale: "en",
      });
      const read = rows.within(scope, async function* (snapshot) {
        yield await snapshot.all(Prisma.sql`SELECT count(*) FROM (${query}) AS every`);
        yield await snapshot.all(count);
      });
      const seen: unknown[] = [];
      for await (const found of read) seen.push(found);
      expect(seen, JSON.stringify(params)).toHaveLength(2);
    }
  },
);
