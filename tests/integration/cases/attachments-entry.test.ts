import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { attachmentResponse, attachResponse } from "#lib/entry/case-attachments.ts";
import { FILES_A_CASE } from "#lib/features/attachments/rules.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { PER_MINUTE } from "#lib/features/limits/rules.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import { anAttachment, TEXT } from "#tests/support/attachments.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";

const HOST = "contraprova.test";
const storage = memoryStorage();
let world: World;
let analyst: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  analyst = await ctxFor(world.db, "analyst", { storage });
});
afterAll(() => world.end());

type Files = readonly (readonly [name: string, content: string])[];
/** As bytes: what a form of undici's still sends when nobody listens any more is an error of its own. */
async function sent(files: Files, headers: Record<string, string> = {}): Promise<Request> {
  const form = new FormData();
  for (const [name, content] of files) form.append("files", new File([content], name));
  const made = new Response(form);
  const type = made.headers.get("content-type") ?? "";
  return new Request(`https://${HOST}/api/cases/x/files`, {
    method: "POST",
    body: await made.arrayBuffer(),
    headers: { host: HOST, origin: `https://${HOST}`, "content-type": type, ...headers },
  });
}
const SCRIPT = { accept: "application/json" };
const attach = async (number: number | string, request: Promise<Request>, ctx: UserCtx | null = analyst) =>
  attachResponse(await request, String(number), { ctx, locale: "en" });
const countOf = (caseNumber: number) => world.db.caseAttachment.count({ where: { caseNumber } });

it("each file of a form is taken or refused for itself, and the address of the answer names none", async () => {
  const { number } = await aCase(world.db);
  const files: Files = [
    ["Maria.txt", TEXT],
    ["scan.pdf", "MZ\0"],
    ["page.txt", "<html>"],
    ["also.csv", "a;b"],
  ];
  const plain = await attach(number, sent(files));
  expect([plain.status, plain.headers.get("location")]).toEqual([
    303,
    `/cases/${number}?attached=2&refused=unknown_kind&refused=markup#files`,
  ]);
  const script = await attach(number, sent(files, SCRIPT));
  expect(await script.json()).toEqual({
    attached: 2,
    refused: [
      { place: 1, code: "unknown_kind", words: expect.stringMatching(/^This is no PDF/) },
      { place: 2, code: "markup", words: expect.stringMatching(/Print it as PDF/) },
    ],
  });
  expect(await countOf(number)).toBe(4);
  expect((await attach(number, sent([["", ""]]))).headers.get("location")).toBe(
    `/cases/${number}?refused=none#files`,
  );
});

it("nobody attaches but from a page of ours, signed in, allowed to, and to a case that they see", async () => {
  const { number } = await aCase(world.db);
  const one: Files = [["a.txt", "a"]];
  const [support, admin] = [await ctxFor(world.db, "support"), await ctxFor(world.db, "admin")];
  const elsewhere = { origin: "https://elsewhere.example" };
  const statuses = [
    await attach(number, sent(one, elsewhere)),
    await attach(number, sent(one, elsewhere), null),
    await attach(number, sent(one), support),
    await attach(number, sent(one), admin),
    await attach(number, sent([]), support),
    await attach(2_000_000_000, sent(one)),
    await attach(2_000_000_000, sent([])),
    await attach("x", sent(one)),
    await attach(number, sent(one, SCRIPT), null),
  ].map(({ status }) => status);
  expect(statuses).toEqual([403, 404, 404, 404, 404, 404, 404, 404, 401]);
  expect((await attach(number, sent(one), null)).headers.get("location")).toBe(`/cases/${number}#files`);
  expect(await countOf(number)).toBe(0);
  const refused = await world.db.auditEvent.findMany({
    where: { action: "access.refuse" },
    orderBy: { seq: "asc" },
  });
  expect(refused.map(({ actorId, entityId }) => [actorId, entityId])).toEqual([
    [support.actor.id, "case:work"],
    [admin.actor.id, "case:work"],
    [support.actor.id, "case:work"],
  ]);
});

it("what is no form, breaks off or is too much is told in words, and on the case where no script runs", async () => {
  const { number } = await aCase(world.db);
  const one: Files = [["a.txt", "a"]];
  const whole = await sent(one);
  const type = { "content-type": whole.headers.get("content-type") ?? "" };
  const cut = (await whole.arrayBuffer()).slice(0, -3);
  const broken: readonly [Record<string, string>, ArrayBuffer?][] = [
    [{ "content-length": "999999999" }],
    [{ "content-type": "text/plain" }],
    [{ "content-type": "multipart/form-data; boundary=x" }],
    [type, cut],
  ];
  const answers = await Promise.all(
    broken.map(async ([headers, body]) => {
      const ask = async (more: Record<string, string>) => {
        const request = await sent(one, { ...headers, ...more });
        return attach(
          number,
          Promise.resolve(body ? new Request(request, { body, method: "POST" }) : request),
        );
      };
      const [script, plain] = [await ask(SCRIPT), await ask({})];
      return [script.status, plain.status, plain.headers.get("location")];
    }),
  );
  const backTo = (params: string) => `/cases/${number}?${params}#files`;
  expect(answers).toEqual([
    [413, 303, backTo("refused=too_much")],
    [400, 303, backTo("refused=broken_off")],
    [400, 303, backTo("refused=broken_off")],
    [200, 303, backTo("attached=1&refused=broken_off")],
  ]);
});

it("of a form with parts without end no more are tried than a case holds and one", async () => {
  const { number } = await aCase(world.db);
  const many = (count: number): Files => Array.from({ length: count }, (_, at) => [`${at}.exe`, "MZ\0"]);
  const hasty = await ctxFor(world.db, "analyst", { storage });
  const outcome = await (await attach(number, sent(many(60), SCRIPT), hasty)).json();
  const codes = outcome.refused.map(({ code }: { code: string }) => code);
  expect(codes).toEqual([...Array.from({ length: FILES_A_CASE + 1 }, () => "unknown_kind"), "too_much"]);
  const endless = await attach(number, sent(many(3_000)), await ctxFor(world.db, "analyst", { storage }));
  expect(endless.headers.get("location")).toMatch(/refused=too_much&refused=broken_off#files$/);
  await world.db.personLimit.updateMany({
    where: { userId: hasty.actor.id, what: "attach" },
    data: { usedAt: Array.from({ length: PER_MINUTE.attach }, () => new Date(Date.now() + 600_000)) },
  });
  const tooMany = await (await attach(number, sent(many(10), SCRIPT), hasty)).json();
  expect(tooMany.refused).toMatchObject([{ place: 0, code: "too_many" }]);
});

it("a file leaves as an attachment of a fixed type that nothing shows, keeps or runs", async () => {
  const { number } = await aCase(world.db);
  const id = await anAttachment(analyst, number, { name: "Ação.html" });
  const ask = (of: string, ctx: UserCtx | null = analyst) =>
    attachmentResponse(String(number), of, { ctx, locale: "en" });
  const response = await ask(id);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/plain; charset=utf-8",
    "content-disposition": "attachment; filename=\"Acao.html.txt\"; filename*=UTF-8''A%C3%A7%C3%A3o.html.txt",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store, no-transform",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "content-length": String(Buffer.byteLength(TEXT)),
  });
  expect(await response.text()).toBe(TEXT);
  const support = await ctxFor(world.db, "support", { storage });
  for (const [of, ctx] of [
    [randomUUID(), analyst],
    ["../../x", analyst],
    [id, support],
    [id, null],
  ] as const) {
    const nothing = await ask(of, ctx);
    expect([nothing.status, await nothing.text()]).toEqual([404, ""]);
  }
});

it("one whose bytes were changed where they lie is not given out, and nobody takes files without end", async () => {
  const { number } = await aCase(world.db);
  const id = await anAttachment(analyst, number);
  const key = `attachments/${id}`;
  const sealed = await storage.get(key);
  if (!sealed) throw new Error("nothing was put there");
  sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
  await storage.put(key, sealed);
  const hasty = await ctxFor(world.db, "manager", { storage });
  const ask = () => attachmentResponse(String(number), id, { ctx: hasty, locale: "en" });
  expect((await ask()).status).toBe(410);
  await world.db.personLimit.updateMany({
    where: { userId: hasty.actor.id, what: "attachment" },
    data: { usedAt: Array.from({ length: PER_MINUTE.attachment }, () => new Date(Date.now() + 600_000)) },
  });
  expect((await ask()).status).toBe(429);
  expect(
    await world.db.auditEvent.count({ where: { action: "case.attachment", entityId: String(number) } }),
  ).toBe(0);
});
