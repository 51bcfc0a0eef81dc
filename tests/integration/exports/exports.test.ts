import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import readSheets from "read-excel-file/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { cancelExport, retryExport } from "#lib/features/exports/changing.ts";
import { type Download, downloadExport, readManifest } from "#lib/features/exports/downloading.ts";
import { listExports } from "#lib/features/exports/listing.ts";
import { contentHash, MANIFEST_FORM } from "#lib/features/exports/manifest.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { removeExpired, sweepExports } from "#lib/features/exports/sweeping.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification, aSubject } from "#tests/support/factories.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const rows = () => openExportRows(world.url);
const ask = (ctx: UserCtx, given: Record<string, unknown>) =>
  askExport(ctx, askInput.parse({ list: "cases", ...given }), "en");

async function asked(ctx: UserCtx, given: Record<string, unknown>): Promise<string> {
  const done = await ask(ctx, given);
  if (!done.ok) throw new Error(done.failure.code);
  return done.value.id;
}

async function whole({ pieces }: Pick<Download, "pieces">): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

async function downloaded(ctx: UserCtx, id: string): Promise<Buffer> {
  const found = await downloadExport({ ...ctx, rows: rows() }, id);
  if (!found.ok) throw new Error(found.failure.code);
  return whole(found.value);
}

const eventsOf = async (id: string) =>
  (
    await world.db.auditEvent.findMany({
      where: { entityType: "export", entityId: id },
      orderBy: { seq: "asc" },
      select: { action: true, outcome: true, detail: true },
    })
  ).map(({ action, outcome, detail }) => ({ action, outcome, detail: detail as Record<string, unknown> }));

/** Cases of a branch of their own, so that each test has its own rows. */
async function someCases(count: number, given: Parameters<typeof aCase>[1] = {}, name = '=José; "Zé"') {
  const { id: subsidiaryId } = await world.db.subsidiary.create({
    data: { id: crypto.randomUUID(), name: `Filial ${crypto.randomUUID()}` },
  });
  const people = [];
  const numbers: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const person = await aSubject(world.db, { name });
    people.push(person);
    const made = await aCase(world.db, {
      subjectId: person.id,
      subsidiaryId,
      score: -12.5,
      openedAt: new Date(Date.UTC(2026, 10, 22, 10, 31, i)),
      ...given,
    });
    numbers.push(made.number);
  }
  return { state: `subsidiary=${subsidiaryId}&sort=-number`, subsidiaryId, people, numbers };
}

it("writes what a list shows as CSV, masked, in its order, and tells of it before the last byte", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state, people, numbers } = await someCases(3, { tags: ["conta laranja", "revisão anual"] });
  const id = await asked(ctx, { state, separator: ";", bom: "on" });
  const file = await downloaded(ctx, id);
  expect(file.subarray(0, 3)).toEqual(Buffer.from("\uFEFF"));
  const read = parse(file, { bom: true, delimiter: ";", columns: true }) as Record<string, string>[];
  expect(read.map((row) => row.Number)).toEqual(numbers.toReversed().map(String));
  expect(read[0]).toMatchObject({
    Person: `'=José; "Zé"`,
    CPF: `***.${people[2]?.cpf.slice(3, 6)}.${people[2]?.cpf.slice(6, 9)}-**`,
    "Fraud alert": "Fraud alert",
    Score: "-12.5",
    Status: "Open",
    Opened: "2026-11-22 07:31:02",
    Tags: "conta laranja; revisão anual",
  });
  const sha256 = createHash("sha256").update(file).digest("hex");
  const manifest = await readManifest(ctx, id);
  expect(manifest).toMatchObject({
    rows: 3,
    masked: true,
    reason: null,
    file: { sha256, bytes: file.length },
  });
  expect(manifest?.filters).toEqual([expect.stringMatching(/^Subsidiary: Filial /)]);
  const events = await eventsOf(id);
  expect(events.map(({ action }) => action)).toEqual(["export.create", "export.download", "export.finish"]);
  expect(events[2]?.detail).toMatchObject({ sha256 });
  // Kept, sealed: taken in again it is the same, and told of again.
  expect(await downloaded(ctx, id)).toEqual(file);
  expect((await eventsOf(id)).length).toBe(4);
  const sealed = await ctx.storage.get(`exports/${id}/1`);
  expect(sealed?.includes("Fraud")).toBe(false);
});

it("a workbook read by another program equals the table, and says itself what it is", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state, numbers } = await someCases(3);
  const id = await asked(ctx, { state, format: "xlsx", columns: ["number", "person", "score", "cpf"] });
  const sheets = await readSheets(await downloaded(ctx, id));
  expect(sheets.map(({ sheet }) => sheet)).toEqual(["Cases", "Manifest"]);
  const [head, ...body] = sheets[0]?.data ?? [];
  expect(head).toEqual(["Number", "Person", "CPF", "Score"]);
  expect(body.map((row) => [row[0], row[1], row[3]])).toEqual(
    numbers.toReversed().map((number) => [number, `'=José; "Zé"`, -12.5]),
  );
  const own = sheets[1]?.data.find(([label]) => label === MANIFEST_FORM)?.[1];
  const content = contentHash();
  for (const row of sheets[0]?.data ?? []) content.add(row as (string | number | null)[]);
  const { file: _, ...inner } = (await readManifest(ctx, id)) ?? {};
  expect(JSON.parse(String(own))).toEqual(inner);
  expect(inner).toMatchObject({ rows: 3, contentSha256: content.digest() });
});

it("a filter that matches nothing makes a file that says so", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const id = await asked(ctx, { state: `subsidiary=${crypto.randomUUID()}` });
  expect((await downloaded(ctx, id)).toString()).toContain("No rows match these filters.");
  expect(await readManifest(ctx, id)).toMatchObject({ rows: 0 });
});

it("takes picked rows instead of a filter, and nothing that is no row", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { numbers } = await someCases(3);
  const keys = numbers.slice(0, 2).map(String);
  const id = await asked(ctx, { keys, columns: ["number"] });
  expect((await downloaded(ctx, id)).toString()).toBe(`Number\r\n${keys.join("\r\n")}\r\n`);
  expect(await ask(ctx, { keys: ["1 OR true"] })).toMatchObject({ failure: { code: "bad_selection" } });
});

it("gives personal data in the clear with a reason, a permission and a fresh proof alone", async () => {
  const { state, people } = await someCases(1);
  const given = { state, personal: "on", reason: "internal_audit" };
  const stale = await ctxFor(world.db, "manager");
  await expect(ask(stale, given)).rejects.toThrow(StepUpNeeded);
  const ctx = { ...stale, confirmedAt: new Date() };
  const id = await asked(ctx, given);
  expect((await downloaded(ctx, id)).toString()).toContain(people[0]?.cpf);
  expect(await readManifest(ctx, id)).toMatchObject({ masked: false, reason: "internal_audit" });
  expect((await eventsOf(id))[0]?.detail).toMatchObject({ masked: false, reason: "internal_audit" });
  expect(askInput.safeParse({ list: "cases", personal: "on" }).success).toBe(false);
  const analyst = { ...(await ctxFor(world.db, "analyst")), confirmedAt: new Date() };
  await expect(ask(analyst, given)).rejects.toThrow(Forbidden);
});

it("gives an analyst their own cases and no other list, support nothing, and nobody another's file", async () => {
  const analyst = await ctxFor(world.db, "analyst");
  const { state, numbers } = await someCases(3);
  const [own = 0] = numbers;
  await world.db.case.update({
    where: { number: own },
    data: {
      assigneeId: analyst.actor.id,
      status: "in_review",
      leaseUntil: new Date(Date.now() + 60_000),
      version: 2,
    },
  });
  const id = await asked(analyst, { state, columns: ["number"] });
  expect((await downloaded(analyst, id)).toString()).toBe(`Number\r\n${own}\r\n`);
  await expect(ask(analyst, { list: "references" })).rejects.toThrow(Forbidden);
  await expect(ask(await ctxFor(world.db, "support"), { state })).rejects.toThrow(Forbidden);
  const manager = await ctxFor(world.db, "manager");
  expect(await downloadExport({ ...manager, rows: rows() }, id)).toMatchObject({
    failure: { code: "not_found" },
  });
});

it("keeps to the branches of whoever asks, in the file as on the page", async () => {
  const manager = await ctxFor(world.db, "manager");
  const mine = await someCases(2);
  const other = await someCases(1);
  await world.db.userSubsidiary.create({
    data: { userId: manager.actor.id, subsidiaryId: mine.subsidiaryId },
  });
  const limited = { ...manager, actor: { ...manager.actor, scope: [mine.subsidiaryId] } };
  const id = await asked(limited, { state: "sort=number", columns: ["number"] });
  const file = (await downloaded(limited, id)).toString();
  expect(file).toBe(`Number\r\n${mine.numbers.join("\r\n")}\r\n`);
  expect(file).not.toContain(String(other.numbers[0]));
});

it("writes every list", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const person = await aSubject(world.db);
  const reference = await aReference(world.db, { subjectId: person.id });
  const { number } = await aReverification(world.db, {
    startedById: ctx.actor.id,
    subjectId: person.id,
    referenceId: reference.id,
  });
  await world.db.process.create({
    data: { id: reference.id, outcome: "approve", state: "_STATE_FINISHED", subjectId: person.id, score: -7 },
  });
  const first = { reverifications: String(number), processes: reference.id, references: reference.id };
  for (const [list, cell] of Object.entries(first)) {
    const id = await asked(ctx, { list, state: `subject=${person.id}` });
    const [, row] = parse(await downloaded(ctx, id)) as string[][];
    expect(row?.[0]).toBe(cell);
    expect(row?.[2]).toContain("***.");
    const manifest = await readManifest(ctx, id);
    expect(manifest?.filters).toEqual([expect.stringContaining(person.id)]);
    expect(manifest?.order).toContain("descending");
  }
});

/** Turns a small one into a job, as a large one is. */
async function queued(ctx: UserCtx, given: Record<string, unknown>): Promise<string> {
  const id = await asked(ctx, given);
  await world.db.export.update({ where: { id }, data: { direct: false, state: "queued" } });
  return id;
}
const program = (ctx: UserCtx) => ({ ...programCtx(world.db, { storage: ctx.storage }), rows: rows() });

it("writes by a job what waits; the file is there once it is whole", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state, numbers } = await someCases(2);
  const id = await queued(ctx, { state, columns: ["number"] });
  expect(await downloadExport({ ...ctx, rows: rows() }, id)).toMatchObject({ failure: { code: "not_now" } });
  expect(await runExports(program(ctx))).toBe(1);
  const { state: ended, rowsDone, rowsTotal } = await world.db.export.findUniqueOrThrow({ where: { id } });
  expect({ ended, rowsDone, rowsTotal }).toEqual({ ended: "done", rowsDone: 2, rowsTotal: 2 });
  expect((await downloaded(ctx, id)).toString()).toBe(`Number\r\n${numbers.toReversed().join("\r\n")}\r\n`);
});

it("is one snapshot, whatever is written meanwhile", async () => {
  const { subsidiaryId } = await someCases(3);
  const count = Prisma.sql`SELECT count(*) FROM "case" WHERE subsidiary_id = ${subsidiaryId}::uuid`;
  const counts = rows().within(null, async function* (snapshot) {
    yield await snapshot.all(count);
    await aCase(world.db, { subsidiaryId });
    for await (const batch of snapshot.batches(count, 10)) yield batch;
  });
  const seen: unknown[] = [];
  for await (const counted of counts) seen.push(counted);
  expect(seen).toEqual([[["3"]], [["3"]]]);
});

it("an attempt that another took the place of ends nothing, and leaves no file", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await queued(ctx, { state });
  const storage: Storage = {
    ...ctx.storage,
    async putStream(key, source) {
      await ctx.storage.putStream(key, source);
      await world.db.export.update({ where: { id }, data: { attempt: 2 } });
    },
  };
  await runExports({ ...program(ctx), storage });
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "running" });
  expect(await ctx.storage.get(`exports/${id}/1`)).toBeNull();
  expect(await cancelExport(ctx, { id })).toMatchObject({ ok: true });
});

it("cancels what waits and what runs, and tries again what was cancelled", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await queued(ctx, { state });
  expect(await cancelExport(ctx, { id })).toMatchObject({ ok: true });
  expect(await runExports(program(ctx))).toBe(0);
  expect(await cancelExport(ctx, { id })).toMatchObject({ failure: { code: "not_now" } });
  expect(await retryExport(ctx, { id })).toMatchObject({ ok: true });
  await downloaded(ctx, id);
  expect((await eventsOf(id)).map(({ action }) => action)).toEqual([
    "export.create",
    "export.cancel",
    "export.retry",
    "export.download",
    "export.finish",
  ]);
});

it("runs two of one person at most", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const ids = [await asked(ctx, { state }), await asked(ctx, { state }), await asked(ctx, { state })];
  const begun: Download[] = [];
  const answers = await Promise.all(ids.map((id) => downloadExport({ ...ctx, rows: rows() }, id)));
  for (const answer of answers) if (answer.ok) begun.push(answer.value);
  expect(begun).toHaveLength(2);
  expect(answers.find((answer) => !answer.ok)).toMatchObject({ failure: { code: "too_many_running" } });
  for (const download of begun) await whole(download);
});

it("a writer that died leaves nothing to download; it is written anew, and given up at the third time", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await queued(ctx, { state });
  const died = async (attempt: number) => {
    await world.db.$executeRaw`UPDATE export SET state = 'running', attempt = ${attempt},
      started_at = now(), seen_at = clock_timestamp() - interval '1 minute' WHERE id = ${id}::uuid`;
    await ctx.storage.put(`exports/${id}/${attempt}`, Buffer.from("half"));
    expect(await downloadExport({ ...ctx, rows: rows() }, id)).toMatchObject({
      failure: { code: "not_now" },
    });
    await sweepExports(program(ctx));
  };
  await died(3);
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "failed",
    failure: "given_up",
  });
  expect(await ctx.storage.get(`exports/${id}/3`)).toBeNull();
  await died(1);
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "queued" });
  expect(await runExports(program(ctx))).toBe(1);
  expect(await ctx.storage.get(`exports/${id}/1`)).toBeNull();
  expect((await downloaded(ctx, id)).length).toBeGreaterThan(10);
});

it("who goes away in the middle leaves no file and no snapshot behind, and may try again", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await asked(ctx, { state });
  const found = await downloadExport({ ...ctx, rows: rows() }, id);
  if (!found.ok) throw new Error(found.failure.code);
  await found.value.pieces.next();
  await found.value.pieces.return(undefined);
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "failed",
    failure: "broke_off",
  });
  await expect
    .poll(async () => {
      const [row] = await world.db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::integer AS count FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
      return row?.count;
    })
    .toBe(0);
  expect(await retryExport(ctx, { id })).toMatchObject({ ok: true });
  expect((await downloaded(ctx, id)).length).toBeGreaterThan(10);
});

it("lets files go when their time is over: nothing is left but the row", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await asked(ctx, { state });
  await downloaded(ctx, id);
  const later = { ...program(ctx), now: () => new Date(Date.now() + 8 * 24 * 3_600_000) };
  expect(await removeExpired(later)).toBeGreaterThan(0);
  expect(await ctx.storage.get(`exports/${id}/1`)).toBeNull();
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: "expired",
    asked: null,
    manifest: null,
  });
  expect(await downloadExport({ ...ctx, rows: rows() }, id)).toMatchObject({ failure: { code: "not_now" } });
  expect((await eventsOf(id)).at(-1)).toMatchObject({ action: "export.expire", outcome: "done" });
});

it("lets every file go that may hold somebody who was erased since", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state, people } = await someCases(1);
  const id = await asked(ctx, { state });
  await downloaded(ctx, id);
  await removeExpired(program(ctx));
  expect(await world.db.export.findUniqueOrThrow({ where: { id } })).toMatchObject({ state: "done" });
  await world.db.subject.update({ where: { id: people[0]?.id ?? "" }, data: { erasedAt: new Date() } });
  await removeExpired(program(ctx));
  expect(await ctx.storage.get(`exports/${id}/1`)).toBeNull();
  expect((await eventsOf(id)).at(-1)).toMatchObject({
    action: "export.expire",
    detail: { why: "person_erased" },
  });
});

it("a kept file that was touched is not given out", async () => {
  const ctx = await ctxFor(world.db, "manager");
  const { state } = await someCases(1);
  const id = await asked(ctx, { state });
  await downloaded(ctx, id);
  const { storageKey } = await world.db.export.findUniqueOrThrow({ where: { id } });
  const stored = (await ctx.storage.get(storageKey ?? "")) ?? Buffer.alloc(0);
  stored.writeUInt8(stored.readUInt8(stored.length - 1) ^ 1, stored.length - 1);
  await ctx.storage.put(storageKey ?? "", stored);
  expect(await downloadExport({ ...ctx, rows: rows() }, id)).toMatchObject({ failure: { code: "damaged" } });
});

it("shows managers everybody's exports and analysts their own, with their place in line", async () => {
  const [manager, analyst] = [await ctxFor(world.db, "manager"), await ctxFor(world.db, "analyst")];
  const { state } = await someCases(1);
  const mine = await queued(analyst, { state });
  const other = await queued(manager, { state });
  const seen = async (ctx: UserCtx) =>
    (await listExports(ctx, exportFilter.parse({}))).rows
      .filter(({ id }) => id === mine || id === other)
      .map(({ id, isMine, place }) => ({ id, isMine, isFirst: place === 1 }));
  expect(await seen(manager)).toEqual([
    { id: other, isMine: true, isFirst: false },
    { id: mine, isMine: false, isFirst: true },
  ]);
  expect(await seen(analyst)).toEqual([{ id: mine, isMine: true, isFirst: true }]);
  expect(await cancelExport(analyst, { id: other })).toMatchObject({ failure: { code: "not_found" } });
  expect(await cancelExport(manager, { id: mine })).toMatchObject({ ok: true });
  expect(await cancelExport(manager, { id: other })).toMatchObject({ ok: true });
});
