import { afterAll, beforeAll, expect, it } from "vitest";
import { openExportDatabase } from "#lib/db/client.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { FORBIDDEN } from "./forbidden.ts";
import { aLoginFor, type FencedRole, type Login } from "./logins.ts";

const ROLES = Object.keys(FORBIDDEN) as FencedRole[];
let world: World;
let logins: Login[] = [];
beforeAll(async () => {
  world = await openWorld();
  await aCase(world.db);
  await aSubject(world.db);
});
afterAll(async () => {
  await Promise.all(logins.map((login) => login.drop()));
  await world.end();
});

/** What PostgreSQL answers; `done` where it did as it was told. A statement that it cannot read has another code. */
async function answersTo(role: FencedRole, statements: readonly string[]) {
  const login = await aLoginFor(world.url, role);
  logins = [...logins, login];
  const client = await login.connect();
  const answers = [];
  for (const statement of statements) {
    const code = await client.query(statement).then(
      () => "done",
      (error: { code?: string }) => error.code ?? "?",
    );
    answers.push({ statement, code });
  }
  await client.end();
  return answers;
}

it.each(ROLES)("%s is refused at least forty statements, each for want of the right", async (role) => {
  expect(FORBIDDEN[role].length).toBeGreaterThanOrEqual(40);
  const answers = await answersTo(role, FORBIDDEN[role]);
  expect(answers.filter(({ code }) => code !== "42501")).toEqual([]);
});

it("an export reads what it is made of, and its connection writes nothing", async () => {
  const db = openExportDatabase(world.url);
  expect(await db.case.count()).toBe(1);
  expect(await db.subject.findMany({ select: { id: true, name: true, cpf: true } })).toHaveLength(1);
  expect(await db.user.findMany({ select: { id: true, name: true, role: true } })).toEqual([]);
  await expect(db.$executeRaw`CREATE TEMP TABLE mine (id integer)`).rejects.toThrow(/25006|read-only/);
  await db.$disconnect();
});
