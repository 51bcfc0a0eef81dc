import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openCopier } from "#lib/db/copying.ts";
import { importReportResponse, importResponse } from "#lib/entry/reference-import.ts";
import type { UserCtx } from "#lib/features/context.ts";
import {
  findImport,
  importTable,
  listImports,
  listRefusals,
  refusalTable,
} from "#lib/features/references/import-reading.ts";
import { MOST_BYTES } from "#lib/features/references/import-schema.ts";
import { readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCpf } from "#tests/support/factories.ts";
import { bringIn, csvOf } from "#tests/support/references.ts";

const HOST = "contraprova.test";
let world: World;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
});
afterAll(() => world.end());

type Sent = { headers?: Record<string, string>; mode?: string; body?: string };
const sent = ({ headers, mode = "right", body = "" }: Sent = {}) =>
  new Request(`https://${HOST}/api/references/import?mode=${mode}`, {
    method: "POST",
    headers: { host: HOST, origin: `https://${HOST}`, "content-type": "text/csv", ...headers },
    body,
  });
const answer = (request: Request, ctx: UserCtx | null) =>
  importResponse(request, { ctx, locale: "en" }, () => openCopier(world.url));

it("takes a file from a page of ours and from a manager alone", async () => {
  const body = csvOf(`${randomUUID()};${aCpf()};;;;;`).toString();
  expect((await answer(sent({ body }), null)).status).toBe(404);
  expect(
    (await answer(sent({ body, headers: { origin: "https://elsewhere.example" } }), manager)).status,
  ).toBe(403);
  expect((await answer(sent({ body, headers: { "sec-fetch-site": "cross-site" } }), manager)).status).toBe(
    403,
  );
  expect((await answer(sent({ body, headers: { "content-type": "text/plain" } }), manager)).status).toBe(400);
  expect((await answer(sent({ body, mode: "some" }), manager)).status).toBe(400);
  const large = await answer(sent({ body, headers: { "content-length": String(MOST_BYTES + 1) } }), manager);
  expect([large.status, await large.text()]).toEqual([413, "The file is over 256 MB. Split it."]);
  expect(await world.db.referenceImport.count()).toBe(0);
  const analyst = await ctxFor(world.db, "analyst");
  expect((await answer(sent({ body }), analyst)).status).toBe(404);
  expect(await world.db.auditEvent.findFirst({ where: { actorId: analyst.actor.id } })).toMatchObject({
    action: "access.refuse",
    entityId: "reference:import",
  });
  const taken = await answer(sent({ body }), manager);
  expect(taken.status).toBe(201);
  const { id } = await taken.json();
  expect(await findImport(manager, id)).toMatchObject({ state: "ready", rightCount: 1 });
});

it("tells what broke off, in words", async () => {
  const body = new ReadableStream({
    pull: (controller) => controller.error(new Error("gone")),
  });
  const request = new Request(sent(), { body, duplex: "half" } as RequestInit);
  const broken = await answer(request, manager);
  expect([broken.status, await broken.text()]).toEqual([
    400,
    "The upload broke off. Nothing was imported. Send the file again.",
  ]);
});

it("gives the refused lines page by page and as a file, and nothing of what stood in them", async () => {
  const secret = "=secret-of-nobody";
  const many = Array.from({ length: 60 }, () => `no id;${aCpf()};${secret};;;;`);
  const refused = await bringIn(world, manager, csvOf(...many), "right");
  const { filter } = readAddress(refusalTable, {});
  const first = await listRefusals(manager, refused.id, filter);
  expect(first).toMatchObject({ count: 120, hasNext: true });
  expect(first.rows.slice(0, 3)).toMatchObject([
    { line: 2, field: "reference", reason: "id_format" },
    { line: 2, field: "name", reason: "formula" },
    { line: 3, field: "reference", reason: "id_format" },
  ]);
  const next = await listRefusals(
    manager,
    refused.id,
    readAddress(refusalTable, { after: first.keys.at(-1) }).filter,
  );
  expect(next.rows[0]).toMatchObject({ line: 27 });
  const response = await importReportResponse(refused.id, { ctx: manager, locale: "en" });
  expect(response.headers.get("content-disposition")).toContain(`refused-lines-${refused.id}.csv`);
  const report = await response.text();
  const lines = report.trimEnd().split("\r\n");
  expect(lines).toHaveLength(121);
  expect(lines.slice(0, 3)).toEqual([
    "Line,Field,Why",
    '2,"Reference process","This is no process id. Copy it whole."',
    '2,Name,"It begins like a formula."',
  ]);
  expect(report).not.toContain("secret");

  const analyst = await ctxFor(world.db, "analyst");
  for (const [ctx, id] of [
    [null, refused.id],
    [analyst, refused.id],
    [manager, randomUUID()],
  ] as const)
    expect((await importReportResponse(id, { ctx, locale: "en" })).status).toBe(404);
});

it("shows a person limited to branches their own files alone", async () => {
  const other = await ctxFor(world.db, "manager");
  const limited: UserCtx = { ...other, actor: { ...other.actor, scope: [randomUUID()] } };
  const { filter } = readAddress(importTable, {});
  expect((await listImports(limited, filter)).rows).toEqual([]);
  const [{ id } = { id: "" }] = (await listImports(manager, filter)).rows;
  expect(await findImport(limited, id)).toBeNull();
  expect(await findImport(other, id)).not.toBeNull();
});
