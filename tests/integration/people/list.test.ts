import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Prisma } from "#lib/db/generated/client.ts";
import { listPeople } from "#lib/features/accounts/people.ts";
import { PEOPLE_SORTS, peopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type Params, readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";

vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

const BRANCH = randomUUID();
let world: World;
let admin: UserCtx;

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const PEOPLE: Omit<Prisma.UserCreateInput, "email" | "role">[] = [
  { name: "Érico Prado", passwordHash: "set", lastSignInAt: day(3), createdAt: day(1) },
  { name: "Ana Nunes", passwordHash: "set", disabledAt: day(9), createdAt: day(2), lastSignInAt: day(5) },
  { name: "zoé Vaz", createdAt: day(3) },
  { name: "Frederico Sá", oidcIssuer: "https://id.example", oidcSubject: "7", createdAt: day(4) },
  {
    name: "Úrsula 100%_",
    passwordHash: "set",
    totpSecret: new Uint8Array([1]),
    totpConfirmedAt: day(4),
    createdAt: day(5),
    lastSignInAt: day(4),
    branches: { create: { subsidiaryId: BRANCH } },
  },
];

beforeAll(async () => {
  world = await openWorld();
  admin = await ctxFor(world.db, "admin");
  await world.db.user.updateMany({ data: { name: "Mira", passwordHash: "set", createdAt: day(6) } });
  await world.db.subsidiary.createMany({
    data: [
      { id: BRANCH, name: "Recife" },
      { id: randomUUID(), name: "Curitiba" },
    ],
  });
  for (const [i, data] of PEOPLE.entries())
    await world.db.user.create({
      data: { ...data, email: `pessoa${i}@empresa.test`, role: i === 0 ? "manager" : "support" },
      select: { id: true },
    });
});
afterAll(() => world.end());

const names = async (params: Params) => {
  const { filter, dropped } = readAddress(peopleFilter, params);
  expect(dropped).toEqual([]);
  return (await listPeople(admin, filter)).rows.map(({ name }) => name.split(" ")[0]);
};

describe("the list of people", () => {
  it.each([
    ["name", ["Ana", "Érico", "Frederico", "Mira", "Úrsula", "zoé"]],
    ["-lastSignIn", ["Ana", "Úrsula", "Érico"]],
    ["created", ["Érico", "Ana", "zoé", "Frederico", "Úrsula", "Mira"]],
  ])("is sorted by %s", async (sort, expected) => {
    expect((await names({ sort })).slice(0, expected.length)).toEqual(expected);
  });

  it.each([
    [{ role: ["manager", "admin"] }, ["Érico", "Mira"]],
    [{ standing: "invited" }, ["zoé"]],
    [{ standing: "disabled" }, ["Ana"]],
    [{ standing: "active" }, ["Érico", "Frederico", "Mira", "Úrsula"]],
    [{ secondFactor: "on" }, ["Úrsula"]],
    [{ secondFactor: "off", role: "manager" }, ["Érico"]],
    [{ q: "ÉRI" }, ["Érico", "Frederico"]],
    [{ q: "erico" }, ["Érico", "Frederico"]],
    [{ q: "PESSOA4@" }, ["Úrsula"]],
    [{ q: "100%_" }, ["Úrsula"]],
    [{ q: "%" }, ["Úrsula"]],
    [{ q: "nobody at all" }, []],
  ])("is narrowed by %j", async (params, expected) => {
    expect(await names(params)).toEqual(expected);
  });

  it("by a branch shows who sees it: those who are given it, and those who see all", async () => {
    const other = await world.db.subsidiary.findFirstOrThrow({ where: { name: "Curitiba" } });
    expect(await names({ branch: BRANCH })).toContain("Úrsula");
    expect(await names({ branch: other.id })).not.toContain("Úrsula");
    expect(await names({ branch: [other.id, BRANCH] })).toHaveLength(6);
  });

  it.each(PEOPLE_SORTS)("pages by %s without a gap or a repeat, there and back", async (sort) => {
    const { filter } = readAddress(peopleFilter, { sort });
    const all = (await listPeople(admin, filter)).keys;
    for (const [i, after] of all.entries())
      expect((await listPeople(admin, { ...filter, after })).keys).toEqual(all.slice(i + 1));
    for (const [i, before] of all.entries())
      expect((await listPeople(admin, { ...filter, before })).keys).toEqual(all.slice(0, i));
  });

  it.each([
    ["name", "app_user_name_order"],
    ["-lastSignIn", "app_user_last_sign_in_order"],
    ["created", "app_user_created_at_id_idx"],
  ])("sorted by %s is read from its index", async (sort, index) => {
    const asked: string[] = [];
    const readDb = new Proxy(world.db, {
      get(db, name) {
        if (name !== "$queryRaw") return Reflect.get(db, name);
        return async (strings: TemplateStringsArray, ...values: unknown[]) => {
          const explained = [`EXPLAIN ${strings[0]}`, ...strings.slice(1)];
          return db.$transaction(async (tx) => {
            await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
            await tx.$executeRaw`SET LOCAL enable_sort = off`;
            const plan = await tx.$queryRaw(
              Object.assign([...explained], { raw: [...explained] }) as unknown as TemplateStringsArray,
              ...values,
            );
            asked.push(JSON.stringify(plan));
            return tx.$queryRaw(strings, ...values);
          });
        };
      },
    });
    const { filter } = readAddress(peopleFilter, { sort });
    await listPeople({ ...admin, readDb }, filter);
    expect(asked.join()).toContain(index);
  });

  it.each([
    ["role", "root"],
    ["standing", "asleep"],
    ["branch", "Recife"],
    ["sort", "passwordHash"],
    ["after", "1"],
    ["q", "123.456.789-09"],
  ])("leaves out %s=%s and says so", (name, value) => {
    expect(readAddress(peopleFilter, { [name]: value }).dropped).toEqual([name]);
  });
});
