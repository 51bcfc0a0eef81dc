import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditExportResponse } from "#lib/entry/audit-files.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aSubject } from "#tests/support/factories.ts";

let world: World;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
});
afterAll(() => world.end());

const HOST = "contraprova.test";
const asked = (form: Record<string, string> | string, headers: Record<string, string> = {}) =>
  new Request(`http://${HOST}/api/audit/export`, {
    method: "POST",
    headers: {
      host: HOST,
      origin: `http://${HOST}`,
      "content-type": "application/x-www-form-urlencoded",
      ...headers,
    },
    body: typeof form === "string" ? form : new URLSearchParams(form).toString(),
  });
const exportOf = (
  form: Record<string, string> | string,
  { ctx = manager, headers = {} }: { ctx?: UserCtx | null; headers?: Record<string, string> } = {},
) => auditExportResponse(asked(form, headers), { ctx, locale: "en" });
const exports = () =>
  world.db.auditEvent.findMany({ where: { action: "audit.export" }, orderBy: { seq: "asc" } });

/** A strict reader of RFC 4180: what stands open or loose is an error. */
function recordsOf(csv: string): string[][] {
  const cell = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
  const records: string[][] = [];
  let [record, at]: [string[], number] = [[], 0];
  while (at < csv.length) {
    cell.lastIndex = at;
    const [whole = "", quoted, bare = ""] = cell.exec(csv) ?? [];
    record.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    at += whole.length;
    if (csv.startsWith(",", at)) at += 1;
    else if (csv.startsWith("\r\n", at)) {
      records.push(record);
      record = [];
      at += 2;
    } else throw new Error(`loose character at ${at}`);
  }
  return records;
}

const note = (number: number, detail: Record<string, string> = {}) =>
  recordAudit(world.db, manager, {
    action: "case.note",
    entityType: "case",
    entityId: String(number),
    detail,
  });

describe("an export of the log", () => {
  it("is a whole CSV of what the filters show, over many pages, and shows that it is whole", async () => {
    for (let each = 0; each < 30; each += 1) await note(30_000 + each);
    await world.db.$executeRaw`
      INSERT INTO audit_event (at, actor_kind, request_id, action, outcome, entity_type, entity_id, detail, hash)
      SELECT now() - interval '1 day', 'program', gen_random_uuid(), 'case.take', 'done', 'case', n::text, '{}',
        decode(repeat('00', 32), 'hex')
      FROM generate_series(1, 4500) AS n`;
    const response = await exportOf({ format: "csv", sort: "-at", entityType: "case" });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="audit-\d{8}T\d{4}Z\.csv"$/,
    );
    const csv = await response.text();
    const [manifest, columns, ...events] = recordsOf(csv);
    const end = events.pop();
    expect(manifest?.[0]).toContain('"rows":4530');
    expect(columns?.slice(0, 3)).toEqual(["event", "at", "actor_kind"]);
    expect(events.length).toBe(4_530);
    expect(new Set(events.map(([seq]) => seq)).size).toBe(4_530);
    const times = events.map(([, at]) => at ?? "");
    expect(times).toEqual([...times].sort().reverse());
    expect(events[0]).toContain(manager.actor.name);
    const body = csv.slice(0, csv.lastIndexOf('"# end'));
    const sha256 = createHash("sha256").update(`\uFEFF${body}`).digest("hex");
    expect(JSON.parse(end?.[0]?.replace("# end ", "") ?? "")).toEqual({ rows: 4_530, sha256 });
  });

  it("is audited before the first byte, with its filter and without the address that was asked for", async () => {
    const before = (await exports()).length;
    const response = await exportOf({ format: "csv", action: "case.note", address: "203.0.113.7" });
    const events = await exports();
    expect(events.length).toBe(before + 1);
    expect(events.at(-1)).toMatchObject({
      actorId: manager.actor.id,
      sessionId: manager.actor.sessionId,
      outcome: "done",
      entityType: "audit",
      detail: { format: "csv", rows: 0, byAddress: true, filter: { action: "case.note" } },
    });
    expect(JSON.stringify(events.at(-1)?.detail)).not.toContain("203.0.113");
    await response.body?.cancel();
  });

  it("of one person stands among the events of that person", async () => {
    const { id } = await aSubject(world.db);
    await exportOf({ format: "csv", subject: id, looks: "yes" });
    expect((await exports()).at(-1)).toMatchObject({ entityType: "subject", entityId: id });
  });

  it("holds no cell that a spreadsheet would run", async () => {
    const bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", " =1", "＝1", "\uFEFF=1"];
    for (const [index, entityId] of bad.filter((each) => !each.includes("\0")).entries())
      await recordAudit(world.db, manager, {
        action: "access.refuse",
        entityType: "permission",
        entityId,
        detail: { at: String(index) },
      });
    const csv = await (await exportOf({ format: "csv", entityType: "permission" })).text();
    const cells = recordsOf(csv.replace(/^\uFEFF/, "")).flat();
    expect(cells.filter((cell) => /^[\s\0\uFEFF]*[=+\-@\uFF1D]/.test(cell))).toEqual([]);
    expect(cells).toContain("'=1+1");
  });

  it.each<[string, () => Promise<Response>, number]>([
    ["nobody", () => exportOf({ format: "csv" }, { ctx: null }), 404],
    [
      "another site",
      () => exportOf({ format: "csv" }, { headers: { origin: "https://elsewhere.example" } }),
      403,
    ],
    ["a hidden origin", () => exportOf({ format: "csv" }, { headers: { origin: "null" } }), 403],
    [
      "another site that fetches",
      () => exportOf({ format: "csv" }, { headers: { "sec-fetch-site": "cross-site" } }),
      403,
    ],
    ["no format", () => exportOf({}), 400],
    ["two formats", () => exportOf("format=csv&format=jsonl"), 400],
    ["a member that is not asked for", () => exportOf({ format: "csv", role: "admin" }), 400],
    ["__proto__", () => exportOf("format=csv&__proto__=1"), 400],
    ["nonsense in a filter", () => exportOf({ format: "csv", actor: "me" }), 400],
    ["a text that is too long", () => exportOf({ format: "csv", entity: "a".repeat(20_000) }), 400],
    ["JSON", () => exportOf('{"format":"csv"}', { headers: { "content-type": "application/json" } }), 400],
  ])("is refused to %s before anything happens", async (_, ask, status) => {
    const before = await world.db.auditEvent.count();
    expect((await ask()).status).toBe(status);
    expect(await world.db.auditEvent.count()).toBe(before);
  });

  it.each(["support", "analyst"] as const)("is not there for %s, and the log tells of it", async (role) => {
    const ctx = { ...(await ctxFor(world.db, role)), request: { id: randomUUID(), address: null } };
    const response = await exportOf({ format: "csv" }, { ctx });
    expect([response.status, await response.text()]).toEqual([404, ""]);
    const told = await world.db.auditEvent.findFirst({ where: { requestId: ctx.request.id } });
    expect(told).toMatchObject({ action: "access.refuse", entityId: "audit:read", detail: { at: "file" } });
  });

  it("stops reading when the reader goes away", async () => {
    const response = await exportOf({ format: "csv" });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect((await reader?.read())?.done).toBe(true);
  });
});
