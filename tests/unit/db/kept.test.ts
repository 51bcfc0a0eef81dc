import { expect, it } from "vitest";
import { Prisma } from "#lib/db/generated/client.ts";
import { kept, keptName } from "#lib/db/kept.ts";

const nameOf = ({ text }: Prisma.Sql) => keptName({ sql: text });

it("keeps a statement under one name, whatever values it is given, and another under another", () => {
  const first = nameOf(kept`SELECT ${1}::integer AS one, ${Prisma.sql`${"a"}::text`} AS other`);
  expect(first).not.toBe("");
  expect(nameOf(kept`SELECT ${2}::integer AS one, ${Prisma.sql`${"b"}::text`} AS other`)).toBe(first);
  expect(nameOf(kept`SELECT ${2}::integer AS two`)).not.toBe(first);
});

it("keeps nothing that is not marked, and no more than so many", () => {
  expect(nameOf(Prisma.sql`SELECT ${1}::integer`)).toBe("");
  const names = Array.from({ length: 300 }, (_, i) =>
    nameOf(kept`SELECT ${Prisma.join(Array.from({ length: i + 1 }, () => 1))}`),
  );
  const given = names.filter((name) => name !== "");
  expect(new Set(given).size).toBe(given.length);
  expect(given.length).toBeLessThanOrEqual(100);
});
