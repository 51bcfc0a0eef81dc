import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { casePaper } from "#app/api/cases/[number]/pdf/paper.ts";
import { caseFileResponse } from "#lib/entry/case-file.ts";
import { addNote } from "#lib/features/cases/notes.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { approveCase, decideCase, takeCase } from "#lib/features/cases/service.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { PER_MINUTE } from "#lib/features/limits/rules.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { anAttachment, TEXT } from "#tests/support/attachments.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification } from "#tests/support/factories.ts";
import { readPdf, unbroken } from "#tests/support/pdf.ts";
import { aPerson, type Person } from "#tests/support/privacy.ts";

const ANSWER =
  '{"id":"c1d0a6e4-0000-4000-8000-000000003a95","status":3,"biometryToken":{"result":"false"},"identityFraudsters":{"result":"yes"},"liveness":1}';
const NOTE = "O rosto é outro; “conta laranja” – Łukasz Żółć 中.";

let world: World;
let analyst: UserCtx;
let manager: UserCtx;
let person: Person;
let number: number;
beforeAll(async () => {
  world = await openWorld();
  analyst = await ctxFor(world.db, "analyst");
  manager = await ctxFor(world.db, "manager");
  person = await aPerson(world.db);
  const { subjectId } = person;
  const { id: referenceId } = await aReference(world.db, { subjectId });
  const { id: reverificationId } = await aReverification(world.db, {
    startedById: analyst.actor.id,
    subjectId,
    referenceId,
    answer: ANSWER,
  });
  const signals = {
    outcome: "no_match_flagged",
    biometry: "no_match",
    liveness: "live",
    score: -41,
  } as const;
  ({ number } = await aCase(world.db, { subjectId, referenceId, reverificationId, ...signals }));
  await takeCase(analyst, { number, version: 1 });
  await addNote(analyst, { number, note: NOTE });
  await decideCase(analyst, {
    number,
    version: 2,
    decision: "confirmed_fraud",
    reasons: ["earlier_fraud"],
    note: "A decisão em palavras.",
  });
  const { version } = await world.db.case.findUniqueOrThrow({ where: { number } });
  await approveCase(manager, { number, version, note: "" });
  await readCase(manager, number);
});
afterAll(() => world.end());

const ask = (ctx: UserCtx | null, of: number | string = number, locale: Locale = "en") =>
  caseFileResponse(String(of), { ctx, locale, paperOf: casePaper });
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const filesTold = () =>
  world.db.auditEvent.findMany({ where: { action: "case.file" }, orderBy: { seq: "asc" } });

describe("a case as PDF", () => {
  it("says all that the page says, personal data masked, readable by a second program", async () => {
    const response = await ask(manager);
    expect(response.headers.get("content-type")).toBe("application/pdf");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="case-${number}.pdf"`);
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    const { text, info, roles, pages } = await readPdf(await bytesOf(response));
    const said = unbroken(text);
    for (const words of [
      `Case ${number}`,
      "Fraud alert",
      "identityFraudsters",
      "biometryToken",
      "no_match_flagged",
      "Confirmed fraud",
      "confirmed_fraud",
      "A decisão em palavras.",
      "O rosto é outro; “conta laranja” – Łukasz Żółć [U+4E2D].",
      analyst.actor.name,
      manager.actor.name,
      "Who saw this case",
      "No block was sealed yet",
      `Page 1 of ${pages.length}`,
    ])
      expect(said).toContain(words);
    expect(said).toContain(`***.${person.cpf.slice(3, 6)}.${person.cpf.slice(6, 9)}-**`);
    for (const secret of [person.cpf, person.email, person.phone, person.phone.replaceAll(" ", "")])
      expect(said).not.toContain(secret);
    expect(info).toMatchObject({ Title: `Case ${number}`, Language: "en" });
    for (const role of ["Document", "H1", "H2", "P", "L", "LI", "Lbl", "LBody", "Table", "TR", "TH", "TD"])
      expect(roles).toContain(role);
  });

  it("speaks Portuguese to who reads that", async () => {
    const { text, info } = await readPdf(await bytesOf(await ask(manager, number, "pt-BR")));
    expect(unbroken(text)).toContain("Quem viu este caso");
    expect(unbroken(text)).toContain("Fraude confirmada");
    expect(info).toMatchObject({ Title: `Caso ${number}`, Language: "pt-BR" });
  });

  it("says who saw it only to who may read the log, and is no visit itself", async () => {
    const { number: held } = await aCase(world.db);
    await takeCase(analyst, { number: held, version: 1 });
    const leaseUntil = new Date(Date.now() + 60_000);
    await world.db.case.update({ where: { number: held }, data: { leaseUntil } });
    const { email } = await world.db.user.findUniqueOrThrow({ where: { id: analyst.actor.id } });
    await addNote(manager, { number: held, note: `@${email} olha isto, por favor.` });
    await world.db.caseEvent.createMany({
      data: Array.from({ length: 301 }, () => ({ caseNumber: held, kind: "taken" as const })),
    });
    const { text } = await readPdf(await bytesOf(await ask(analyst, held)));
    expect(unbroken(text)).not.toContain("Who saw this case");
    expect(unbroken(text)).toContain("3 older events are not in this file.");
    expect((await world.db.case.findUniqueOrThrow({ where: { number: held } })).leaseUntil).toEqual(
      leaseUntil,
    );
    const mentions = await world.db.caseMention.findMany({ where: { caseNumber: held } });
    expect(mentions.map(({ userId, readAt }) => [userId, readAt])).toEqual([[analyst.actor.id, null]]);
    const seen = { action: "case.view", entityId: String(held) };
    expect(await world.db.auditEvent.count({ where: seen })).toBe(0);
  });

  it("answers a HEAD with 405: to ask for it is not to take it", async () => {
    const { HEAD } = await import("#app/api/cases/[number]/pdf/route.ts");
    expect([HEAD().status, HEAD().headers.get("allow")]).toEqual([405, "GET"]);
  });

  it("is told in the log with its hash before it leaves", async () => {
    const bytes = await bytesOf(await ask(analyst));
    const told = (await filesTold()).at(-1);
    expect(told).toMatchObject({ entityType: "case", entityId: String(number), actorId: analyst.actor.id });
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(told?.detail).toMatchObject({ sha256, bytes: bytes.length, auditHead: null });
    const { file } = (told?.detail ?? {}) as { file?: string };
    expect(file).toMatch(/^[0-9a-f-]{36}$/);
    expect(unbroken((await readPdf(bytes)).text)).toContain(file);
  });

  it("is there for nobody who may not read cases whole, nor for a case that is not", async () => {
    const before = (await filesTold()).length;
    const support = await ctxFor(world.db, "support");
    const admin = await ctxFor(world.db, "admin");
    for (const [ctx, of] of [
      [null, number],
      [support, number],
      [admin, number],
      [manager, 999_999],
      [manager, "10001.pdf"],
      [manager, "%2e%2e"],
    ] as const) {
      const response = await ask(ctx, of);
      expect([response.status, (await bytesOf(response)).length]).toEqual([404, 0]);
    }
    expect(await filesTold()).toHaveLength(before);
    const refused = await world.db.auditEvent.count({
      where: { action: "access.refuse", actorId: { in: [support.actor.id, admin.actor.id] } },
    });
    expect(refused).toBe(2);
  });

  it("lists what is attached by kind and size, one that nobody guesses by its hash, and names none of it", async () => {
    const { number: of } = await aCase(world.db, { subjectId: person.subjectId });
    await anAttachment(analyst, of, { name: `${person.name}.csv` });
    const pdf = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n";
    await anAttachment(analyst, of, { name: `${person.name}.pdf`, bytes: pdf });
    const said = unbroken((await readPdf(await bytesOf(await ask(analyst, of)))).text);
    const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");
    // A hash is broken where its column ends.
    expect(said.replaceAll(/\s/g, "")).toContain(hashOf(pdf));
    expect(said.replaceAll(/\s/g, "")).not.toContain(hashOf(TEXT));
    expect(said).toContain("Files attached");
    expect(said).toContain(`attached a file: Text, ${Buffer.byteLength(TEXT)} B`);
    expect(said).not.toContain(`${person.name}.csv`);
  });

  it("is made so often a minute and no more", async () => {
    const other = await ctxFor(world.db, "analyst");
    const statuses: number[] = [];
    for (let time = 0; time <= PER_MINUTE.export; time += 1) {
      const response = await caseFileResponse(String(number), {
        ctx: other,
        locale: "en",
        paperOf: (locale, file) => ({ paper: casePaper(locale, file).paper, blocks: [] }),
      });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([...Array.from({ length: PER_MINUTE.export }, () => 200), 429]);
  });
});
