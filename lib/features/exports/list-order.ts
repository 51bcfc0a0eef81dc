import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import type { TableSource } from "#lib/table/query.ts";

/** The order of the list, the key last: the same rows in the same places, however often. */
export function orderOf<S extends string>({ sorts, key }: TableSource<S>, sort: S | `-${S}`): Prisma.Sql {
  const isDown = sort.startsWith("-");
  const by = sorts[(isDown ? sort.slice(1) : sort) as S];
  const direction = isDown ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  return by === key ? Prisma.sql`${key} ${direction}` : Prisma.sql`${by} ${direction}, ${key} ${direction}`;
}
