import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aCase } from "#tests/support/factories.ts";
import { countsBy, type FilledCompany, openFilledCompany, TABLES } from "./full-tables.ts";

let company: FilledCompany;
beforeAll(async () => {
  company = await openFilledCompany();
});
afterAll(() => company.end());

describe("without a context", () => {
  it("there is no row of any fenced table, not even on a connection that had one a moment ago", async () => {
    const pool = company.asBranch();
    expect(await countsBy(pool)).toEqual(TABLES.map(() => 0));
    const client = await pool.connect();
    await client.query("BEGIN");
    const [branch] = company.branches;
    await client.query("SELECT set_config('contraprova.scope', $1, true)", [branch]);
    expect(await countsBy(client)).toEqual(TABLES.map(() => 1));
    await client.query("COMMIT");
    expect(await countsBy(client)).toEqual(TABLES.map(() => 0));
    client.release();
    await pool.end();
  });

  it.each(["", ",", "null", "00000000-0000-0000-0000-000000000000"])("nor with %j", async (setting) => {
    const pool = company.asBranch();
    const client = await pool.connect();
    await client.query("BEGIN");
    await client.query("SELECT set_config('contraprova.scope', $1, true)", [setting]);
    // What is no list of ids is refused rather than read as some.
    const seen = await countsBy(client).catch((error: { code?: string }) => error.code);
    expect([TABLES.map(() => 0), "22P02"]).toContainEqual(seen);
    await client.query("ROLLBACK");
    client.release();
    await pool.end();
  });

  it("nothing is written", async () => {
    const nobody = company.scoped.of([]);
    expect(await nobody.case.updateMany({ data: { version: { increment: 1 } } })).toEqual({ count: 0 });
    await expect(aCase(nobody, { subsidiaryId: company.branches[0] ?? null })).rejects.toThrow(
      /row-level security|42501/,
    );
  });
});

describe("within a scope", () => {
  it("what is of another branch, or of none, is neither seen, changed, added nor moved", async () => {
    const [own = "", other = ""] = company.branches;
    const db = company.scoped.of([own]);
    expect(await db.case.count()).toBe(1);
    expect(await db.case.count({ where: { subsidiaryId: { not: own } } })).toBe(0);
    expect(await db.case.count({ where: { subsidiaryId: null } })).toBe(0);
    expect(await db.caseEvent.count()).toBe(1);
    const foreign = await company.db.case.findFirstOrThrow({ where: { subsidiaryId: other } });
    expect(await db.case.findUnique({ where: { number: foreign.number } })).toBeNull();
    const change = { where: { number: foreign.number }, data: { version: foreign.version + 1 } };
    expect((await db.case.updateMany(change)).count).toBe(0);
    for (const subsidiaryId of [other, null]) {
      await expect(aCase(db, { subsidiaryId })).rejects.toThrow(/row-level security|42501/);
      // Also where nothing of the new row is asked for, which the right to see it would stop by itself.
      await expect(db.$executeRaw`INSERT INTO "case" (priority, origin, rule, due_at, subsidiary_id)
        VALUES ('low', 'manual', 'manual', now(), ${subsidiaryId}::uuid)`).rejects.toThrow(
        /row-level security|42501/,
      );
    }
    const mine = await db.case.findFirstOrThrow();
    await expect(
      db.case.update({
        where: { number: mine.number },
        data: { subsidiaryId: other, version: mine.version + 1 },
      }),
    ).rejects.toThrow(/row-level security|42501/);
    await expect(
      db.caseEvent.create({ data: { caseNumber: foreign.number, kind: "noted" } }),
    ).rejects.toThrow(/row-level security|42501/);
  });

  it("triggers and checks work as for everybody", async () => {
    const [own = ""] = company.branches;
    const db = company.scoped.of([own]);
    const { number, version } = await aCase(db, { subsidiaryId: own, rule: "manual" });
    await expect(
      db.case.update({ where: { number }, data: { version: version + 2, priority: "low" } }),
    ).rejects.toThrow(/version/);
    expect(await db.case.update({ where: { number }, data: { version: version + 1 } })).toMatchObject({
      version: 2,
    });
    await company.db
      .$executeRaw`UPDATE "case" SET subsidiary_id = NULL, version = version + 1 WHERE number = ${number}`;
  });
});
