import { createHash, randomUUID } from "node:crypto";
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

const BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
const part = (name: string, value: string, more = "") =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const filePart = (text: string, name = "references.csv") =>
  part("file", text, `; filename="${name}"\r\nContent-Type: text/csv`);
const END = `--${BOUNDARY}--\r\n`;

/** As the browser sends it without script, in pieces that cut through every mark. */
function formSent(text: string, headers: Record<string, string> = {}, pieceBytes = 7): Request {
  const bytes = Buffer.from(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(new Uint8Array(bytes.subarray(at, at + pieceBytes)));
      at += pieceBytes;
    },
  });
  return new Request(`https://${HOST}/api/references/import`, {
    method: "POST",
    headers: {
      host: HOST,
      origin: `https://${HOST}`,
      "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
      ...headers,
    },
    body,
    duplex: "half",
  } as RequestInit);
}
const leadsTo = async (request: Request, ctx: UserCtx | null = manager) => {
  const response = await answer(request, ctx);
  return [response.status, response.headers.get("location")];
};

it("takes the same file from a plain form without script, byte for byte, and leads to what came of it", async () => {
  // Anything that may stand in a file: what begins like the mark, bare line ends, quotes.
  const file = csvOf(
    `${randomUUID()};${aCpf()};"Ana\r\n--${BOUNDARY.slice(0, -1)}";;;;`,
    `no id;${aCpf()};--;;;;`,
  ).toString();
  for (const pieceBytes of [1, 7, 65_536]) {
    const [status, location] = await leadsTo(
      formSent(part("mode", "right") + filePart(file) + END, {}, pieceBytes),
    );
    expect(status).toBe(303);
    const [, id = ""] = /^\/references\/import\/([0-9a-f-]{36})$/.exec(String(location)) ?? [];
    expect(await findImport(manager, id)).toMatchObject({ lineCount: 2, mode: "right" });
    const kept = await world.db.referenceImport.findUniqueOrThrow({ where: { id } });
    expect(kept.byteCount).toBe(BigInt(Buffer.byteLength(file)));
    expect(Buffer.from(kept.sha256 ?? []).toString("hex")).toBe(
      createHash("sha256").update(file).digest("hex"),
    );
    expect(await world.db.auditEvent.count({ where: { entityId: id, action: "reference.import" } })).toBe(1);
  }
});

it("leads back with the reason where such a form cannot be taken, and takes none from elsewhere", async () => {
  const whole = part("mode", "right") + filePart(csvOf(`${randomUUID()};${aCpf()};;;;;`).toString()) + END;
  const before = await world.db.referenceImport.count();
  expect((await answer(formSent(whole, { origin: "https://elsewhere.example" }), manager)).status).toBe(403);
  expect((await answer(formSent(whole, { origin: "null" }), manager)).status).toBe(403);
  expect((await answer(formSent(whole, { "sec-fetch-site": "cross-site" }), manager)).status).toBe(403);
  expect((await answer(formSent(whole), null)).status).toBe(404);
  expect((await answer(formSent(whole), await ctxFor(world.db, "analyst"))).status).toBe(404);
  const missing = [303, "/references/import?refused=file_missing"];
  const wrong = [
    part("mode", "right") + filePart("", "") + END,
    part("mode", "right") + END,
    part("mode", "some") + filePart("x") + END,
    filePart("x") + part("mode", "right") + END,
    part("mode", "r".repeat(20_000)) + filePart("x") + END,
    `${part("mode", "right")}${"x".repeat(20_000)}`,
  ];
  for (const text of wrong) expect(await leadsTo(formSent(text)), text.slice(0, 200)).toEqual(missing);
  expect(await leadsTo(formSent(whole, { "content-type": "multipart/form-data" }))).toEqual(missing);
  expect(await leadsTo(formSent(whole, { "content-length": String(MOST_BYTES * 2) }))).toEqual([
    303,
    "/references/import?refused=too_large",
  ]);
  expect(await leadsTo(formSent(""))).toEqual([303, "/references/import?refused=broken_off"]);
  expect(await world.db.referenceImport.count()).toBe(before);
  // It ends before the mark does: nothing says that it is whole.
  for (const cut of [4, 12, 60])
    expect(await leadsTo(formSent(whole.slice(0, -cut)))).toEqual([
      303,
      "/references/import?refused=broken_off",
    ]);
  expect(await world.db.referenceImport.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
    state: "interrupted",
  });
});

it("touches no body of whom it takes no file from", async () => {
  const analyst = await ctxFor(world.db, "analyst");
  const whole = part("mode", "right") + filePart(csvOf(`${randomUUID()};${aCpf()};;;;;`).toString()) + END;
  for (const request of [formSent(whole), sent({ body: "x" })]) {
    expect((await answer(request, analyst)).status).toBe(404);
    expect(request.bodyUsed).toBe(false);
  }
});

it("reads of such a form, beside its file, no more than a form of ours has", async () => {
  const file = filePart(csvOf(`${randomUUID()};${aCpf()};;;;;`).toString());
  const many = (fields: number) => part("mode", "right").repeat(fields) + file + END;
  expect(await leadsTo(formSent(many(17)))).toEqual([303, "/references/import?refused=file_missing"]);
  const brokenOff = [303, "/references/import?refused=broken_off"];
  const endless = "x".repeat(1_000_000);
  const before = `${endless}\r\n${part("mode", "right")}${file}${END}`;
  const behind = part("mode", "right") + file + part("more", endless) + END;
  for (const text of [before, behind]) {
    const request = formSent(text, {}, 16_384);
    expect(await leadsTo(request)).toEqual(brokenOff);
  }
  const [status, location] = await leadsTo(formSent(many(16)));
  expect([status, String(location).slice(0, 19)]).toEqual([303, "/references/import/"]);
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
