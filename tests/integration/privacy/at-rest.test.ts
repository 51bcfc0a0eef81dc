import fs from "node:fs";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { openSnapshot } from "#lib/features/processes/snapshot.ts";
import { keepSelfie, keyOfSelfie, readSelfie } from "#lib/features/reverifications/selfies.ts";
import { clearAsFar, maskedPerson, SUBJECT_COLUMNS } from "#lib/features/subjects/repository.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { fileStorage } from "#lib/storage/file.ts";
import { ctxFor, openWorld, testVault, type World } from "#tests/support/ctx.ts";
import { aReverification } from "#tests/support/factories.ts";
import { aPerson, type Person } from "#tests/support/privacy.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";
import { everyFile, everyRow, findsIn } from "#tests/support/whole-database.ts";

const PEOPLE = Number(process.env.SEALED_PEOPLE ?? 50);

let world: World;
let folder: string;
let analyst: UserCtx;
const people: Person[] = [];
const pictures: { id: string; bytes: Buffer }[] = [];
const secrets = ["TOTPSEEDCANARY2345", "token-canary-eyJhbGciOi"];
beforeAll(async () => {
  world = await openWorld();
  folder = openTemporaryFolder("at-rest");
  analyst = await ctxFor(world.db, "analyst", { storage: fileStorage(`file:${folder}`) });
  for (let i = 0; i < PEOPLE; i += 1) {
    const person = await aPerson(world.db);
    people.push(person);
    await person.lookedUpBy(analyst);
    const { id } = await aReverification(world.db, {
      startedById: analyst.actor.id,
      subjectId: person.subjectId,
    });
    const noise = { create: { width: 64, height: 64, channels: 3, background: "#000" } } as const;
    const bytes = await sharp({
      ...noise,
      create: { ...noise.create, noise: { type: "gaussian", mean: 128, sigma: 40 } },
    })
      .jpeg()
      .toBuffer();
    await keepSelfie(analyst, id, { bytes });
    const selfieKey = keyOfSelfie(id);
    await world.db.reverification.update({ where: { id }, data: { selfieKey } });
    pictures.push({ id, bytes });
  }
  const place = { table: "app_user", row: analyst.actor.id, column: "totp_secret" };
  const totpSecret = testVault.seal(place, secrets[0] ?? "");
  await world.db.user.update({ where: { id: analyst.actor.id }, data: { totpSecret } });
  const token = testVault.seal({ table: "unico_token", row: "acc", column: "token" }, secrets[1] ?? "");
  await world.db.unicoToken.create({ data: { account: "acc", token } });
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true });
  await world.end();
});

/** What must be found nowhere; names stand in clear in one column, to be searched. */
const canaries = (): (string | Buffer)[] => [
  ...people.flatMap(({ cpf, email, phone }) => [
    cpf,
    `${cpf.slice(0, 3)}.${cpf.slice(3, 6)}.${cpf.slice(6, 9)}-${cpf.slice(9)}`,
    email,
    phone,
    phone.replace(/\D/g, ""),
  ]),
  ...secrets,
  // Of each picture as it was given a part beyond its headers.
  ...pictures.map(({ bytes }) => bytes.subarray(700, 724)),
];

describe("what lies in the database and in storage", () => {
  it("holds no CPF, e-mail, phone, picture, seed or token in clear, hex or base64", async () => {
    const rows = await everyRow(world.url);
    expect(rows.some(({ where, text }) => where === "public.subject" && text.length > 10_000)).toBe(true);
    expect(findsIn(rows, canaries())).toEqual([]);
    const files = everyFile(folder);
    expect(files).toHaveLength(PEOPLE);
    expect(findsIn(files, canaries())).toEqual([]);
    expect(files.some(({ text }) => text.includes("JFIF") || text.includes("\xff\xd8\xff\xe0"))).toBe(false);
  });

  it("would be found where it stood in clear: the scan is no decoration", async () => {
    const [person] = people;
    const { number } = await world.db.reverification.findFirstOrThrow({ select: { number: true } });
    for (const text of [
      person?.cpf ?? "",
      Buffer.from(`x${person?.email}yz`).toString("base64"),
      Buffer.from(pictures[0]?.bytes ?? "").toString("hex"),
    ]) {
      await world.db.reverification.update({ where: { number }, data: { answer: text } });
      expect(findsIn(await everyRow(world.url), canaries())).not.toEqual([]);
    }
    await world.db.reverification.update({ where: { number }, data: { answer: null } });
  });

  it("keeps names in clear in one table alone", async () => {
    const found = findsIn(
      await everyRow(world.url),
      people.map(({ name }) => name),
    );
    expect(new Set(found.map((place) => place.split(" in ")[1]))).toEqual(new Set(["public.subject"]));
  });

  it("opens nowhere else: every sealed value moved to another row or column is refused", async () => {
    const rows = await world.db.subject.findMany({ select: SUBJECT_COLUMNS, orderBy: { id: "asc" } });
    let refused = 0;
    for (const [at, row] of rows.entries()) {
      const other = rows[(at + 1) % rows.length] ?? row;
      const moved = [
        { given: { ...row, cpf: other.cpf }, unreadable: ["cpf"] },
        { given: { ...row, email: other.email }, unreadable: ["email"] },
        { given: { ...row, email: row.cpf }, unreadable: ["email"] },
        { given: { ...row, phone: row.email }, unreadable: ["phone"] },
        { given: { ...other, id: row.id }, unreadable: ["cpf", "email", "phone"] },
      ] as const;
      for (const { given, unreadable } of moved) {
        const clear = clearAsFar(testVault, given);
        const masked = maskedPerson(testVault, given);
        expect(clear.unreadable).toEqual(unreadable);
        for (const column of unreadable) {
          expect(clear[column]).toBeNull();
          expect(masked[column]).toMatch(/^\?{3}/);
        }
        refused += 1;
      }
    }
    expect(refused).toBe(rows.length * 5);
    const [one, two] = await world.db.processSnapshot.findMany({ take: 2 });
    expect(() =>
      openSnapshot(testVault, { id: one?.id ?? "", document: two?.document ?? new Uint8Array() }),
    ).toThrow();
    const [first, second] = pictures;
    const storage = fileStorage(`file:${folder}`);
    const before = await storage.get(`selfies/${first?.id}`);
    await storage.put(
      `selfies/${first?.id}`,
      (await storage.get(`selfies/${second?.id}`)) ?? Buffer.alloc(0),
    );
    expect(await readSelfie(analyst, first?.id ?? "")).toBeNull();
    await storage.put(`selfies/${first?.id}`, before ?? Buffer.alloc(0));
    expect(await readSelfie(analyst, first?.id ?? "")).not.toBeNull();
  });

  it("opens with no byte of it changed", async () => {
    const rows = await world.db.subject.findMany({ select: SUBJECT_COLUMNS, take: 5 });
    for (const row of rows) {
      for (let at = 0; at < row.cpf.length; at += 1) {
        const cpf = Uint8Array.from(row.cpf, (byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte));
        expect(clearAsFar(testVault, { ...row, cpf })).toMatchObject({ cpf: null, unreadable: ["cpf"] });
      }
    }
  });

  it("is found by CPF through its index", async () => {
    const [person] = people;
    const plan = await withClient(world.url, (client) =>
      client.query<{ "QUERY PLAN": string }>("EXPLAIN SELECT id FROM subject WHERE cpf_index = $1", [
        Buffer.from(testVault.indexOf(person?.cpf ?? "")),
      ]),
    );
    expect(plan.rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain("subject_cpf_index_key");
  });
});
