import { randomUUID } from "node:crypto";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { findAuditEvent, listAuditEvents } from "#lib/features/audit/service.ts";
import { type AuditFilter, auditTable } from "#lib/features/audit/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { newKey } from "#tests/rigs/audit/log.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";

// Nothing is sealed here, and nothing copied.
const outside = {
  checkpoints: folderCheckpoints(`file:${path.join(import.meta.dirname, "nowhere")}`),
  key: newKey().privateKey,
};
let world: World;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
});
afterAll(() => world.end());

const filterOf = (change: Partial<AuditFilter>): AuditFilter => ({ ...auditTable.parse({}), ...change });
const seqsOf = async (change: Partial<AuditFilter>) =>
  (await listAuditEvents(manager, filterOf(change))).rows.map(({ seq }) => seq);

const entry = (number: number): AuditEntry => ({
  action: "case.note",
  entityType: "case",
  entityId: String(number),
  detail: { noteLength: 12, nested: { list: [1, 2.5, "três"], none: null, yes: true } },
});

/** As the owner of the tables, which the program is not. */
const asOwner = (sql: string) => withClient(world.url, (client) => client.query(sql));
const asProgram = (sql: string) =>
  withClient(world.url, async (client) => {
    await client.query("SET ROLE contraprova_app");
    return client.query(sql);
  });

describe("an event", () => {
  it("gives its own hash again when it is read back, whatever its details hold", async () => {
    const ctx = { ...manager, request: { id: randomUUID(), address: null } };
    await recordAudit(world.db, ctx, entry(10_001));
    await recordAudit(world.db, programCtx(world.db), entry(10_002), "failed");
    const { rows } = await listAuditEvents(manager, filterOf({ entityType: ["case"] }));
    const events = await Promise.all(rows.map(({ seq }) => findAuditEvent(manager, Number(seq), outside)));
    expect(events.map((event) => event?.proof.steps[0]?.word)).toEqual(["same", "same"]);
    expect(events.map((event) => [event?.actorName, event?.outcome])).toEqual([
      [null, "failed"],
      [manager.actor.name, "done"],
    ]);
  });

  it("that somebody changed in the database no longer gives its hash", async () => {
    await recordAudit(world.db, manager, entry(10_003));
    const [seq] = await seqsOf({ entity: "10003" });
    await asOwner(`ALTER TABLE audit_event DISABLE TRIGGER audit_event_append_only;
      UPDATE audit_event SET detail = '{"noteLength": 13}' WHERE seq = ${seq};
      ALTER TABLE audit_event ENABLE TRIGGER audit_event_append_only`);
    expect(await findAuditEvent(manager, Number(seq), outside)).toMatchObject({
      proof: {
        standing: "broken",
        steps: [
          { step: "content", is: "bad" },
          { step: "block", is: "soon" },
        ],
      },
    });
  });

  it("is not there when its transaction is not", async () => {
    await expect(
      world.db.$transaction(async (tx) => {
        await recordAudit(tx, manager, entry(10_004));
        throw new Error("undone");
      }),
    ).rejects.toThrow("undone");
    expect(await seqsOf({ entity: "10004" })).toEqual([]);
  });

  it("that nobody wrote is not found", async () => {
    expect(await findAuditEvent(manager, 999_999_999, outside)).toBeNull();
  });
});

describe("the history", () => {
  it.each([
    "UPDATE audit_event SET outcome = 'done'",
    "DELETE FROM audit_event",
    "TRUNCATE audit_event",
    "UPDATE case_event SET note = 'other'",
    "DELETE FROM case_event",
    "TRUNCATE case_event",
  ])("cannot be rewritten: %s", async (sql) => {
    await expect(asProgram(sql)).rejects.toMatchObject({ code: "42501", message: /^permission denied/ });
    await expect(
      asOwner(sql.replace(/$/, sql.startsWith("TRUNCATE") ? " CASCADE" : "")),
    ).rejects.toMatchObject({
      code: "42501",
      message: expect.stringMatching(/is append-only$/),
    });
  });

  it.each([
    "SELECT * FROM audit_month.rest",
    "DELETE FROM audit_month.rest",
    "DROP TABLE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "CREATE TABLE of_its_own (id int)",
  ])("is out of the program's reach: %s", async (sql) => {
    await expect(asProgram(sql)).rejects.toMatchObject({ code: "42501" });
  });
});

describe("the list", () => {
  const DAY_MS = 86_400_000;
  const BASE = Date.parse("2026-03-10T15:00:00Z");
  let analyst: UserCtx;
  const seen: { number: number; at: number; outcome: "done" | "refused"; action: string; by: string }[] = [];

  beforeAll(async () => {
    analyst = await ctxFor(world.db, "analyst");
    for (let number = 20_001; number <= 20_130; number += 1) {
      // Three events share each moment, so that only the tie-break keeps them apart.
      const at = BASE + Math.floor((number - 20_001) / 3) * 600_000 + (number % 7 === 0 ? DAY_MS : 0);
      const outcome = number % 5 === 0 ? "refused" : "done";
      const actor = number % 2 === 0 ? manager : analyst;
      const action = number % 3 === 0 ? "case.take" : "case.view";
      const ctx = { ...actor, now: () => new Date(at) };
      const entityId = String(number);
      await recordAudit(world.db, ctx, { action, entityType: "case", entityId, detail: {} }, outcome);
      seen.push({ number, at, outcome, action, by: actor.actor.id });
    }
  });

  const span = { from: "2026-03-10", to: "2026-03-31" };
  const numbers = async (change: Partial<AuditFilter>) => {
    const listed = await listAuditEvents(manager, filterOf({ ...span, ...change }));
    return { ...listed, numbers: listed.rows.map(({ entityId }) => Number(entityId)) };
  };
  const newestFirst = (keep: (each: (typeof seen)[number]) => boolean) =>
    seen
      .filter(keep)
      .sort((a, b) => b.at - a.at || b.number - a.number)
      .map(({ number }) => number);

  it("pages through everything once, forwards and backwards", async () => {
    const all = newestFirst(() => true);
    const first = await numbers({});
    const second = await numbers({ after: Number(first.keys.at(-1)) });
    const third = await numbers({ after: Number(second.keys.at(-1)) });
    expect([...first.numbers, ...second.numbers, ...third.numbers]).toEqual(all);
    expect([first, second, third].map((page) => [page.hasPrevious, page.hasNext])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ]);
    const back = await numbers({ before: Number(third.keys[0]) });
    expect(back.numbers).toEqual(second.numbers);
    expect(first.count).toBe(130);
    const oldest = await numbers({ sort: "at" });
    expect(oldest.numbers).toEqual([...all].reverse().slice(0, 50));
  });

  it.each<[string, Partial<AuditFilter>, (each: (typeof seen)[number]) => boolean]>([
    ["action", { action: ["case.take"] }, ({ action }) => action === "case.take"],
    ["outcome", { outcome: ["refused"] }, ({ outcome }) => outcome === "refused"],
    ["id", { entityType: ["case"], entity: "20077" }, ({ number }) => number === 20_077],
    ["another kind of thing", { entityType: ["process"] }, () => false],
    [
      "several at once",
      { action: ["case.view"], outcome: ["refused", "failed"] },
      ({ action, outcome }) => action === "case.view" && outcome === "refused",
    ],
  ])("narrows by %s as the same filter in memory would", async (_, change, keep) => {
    const { numbers: found, count } = await numbers(change);
    const expected = newestFirst(keep);
    expect(found).toEqual(expected.slice(0, 50));
    expect(count).toBe(expected.length);
  });

  it("narrows by person", async () => {
    const { numbers: found, rows } = await numbers({ actor: [analyst.actor.id] });
    expect(found).toEqual(newestFirst(({ by }) => by === analyst.actor.id).slice(0, 50));
    expect(new Set(rows.map(({ actorName }) => actorName))).toEqual(new Set([analyst.actor.name]));
  });

  it("narrows by days as they are in São Paulo", async () => {
    const until = Date.parse("2026-03-11T03:00:00Z");
    const { count } = await numbers({ from: "2026-03-10", to: "2026-03-10" });
    expect(count).toBe(seen.filter(({ at }) => at < until).length);
    expect(count).toBeGreaterThan(0);
  });

  it.each(["support", "analyst"] as const)("is not for %s", async (role) => {
    const ctx = await ctxFor(world.db, role);
    await expect(listAuditEvents(ctx, filterOf({}))).rejects.toBeInstanceOf(Forbidden);
    await expect(findAuditEvent(ctx, 1, outside)).rejects.toBeInstanceOf(Forbidden);
  });
});
