import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import type { Db, Tx } from "#lib/db/client.ts";
import { ofCase } from "./locking.ts";
import { TAGS_A_CASE, TAGS_A_COMPANY } from "./tag-name.ts";

/** By name, as people read them. */
export const listTags = (db: Db) =>
  db.caseTag.findMany({ select: { id: true, name: true }, orderBy: { name: "asc" }, take: TAGS_A_COMPANY });

export const findTag = (tx: Tx, name: string) =>
  tx.caseTag.findUnique({ where: { name }, select: { id: true } });

/** Another may make the same at the same moment: then it is theirs that both use. Null where there are enough. */
export async function ensureTag(tx: Tx, name: string, createdById: string): Promise<{ id: string } | null> {
  const found = await findTag(tx, name);
  if (found) return found;
  if ((await tx.caseTag.count()) >= TAGS_A_COMPANY) return null;
  await tx.caseTag.createMany({ data: [{ name, createdById }], skipDuplicates: true });
  return findTag(tx, name);
}

/** The tags of a case, locked until the transaction ends; null where there is no such case. */
export async function lockTags(tx: Tx, actor: Actor, number: number): Promise<string[] | null> {
  const rows = await tx.$queryRaw<{ tags: string[] }[]>`
    SELECT tags FROM "case" WHERE ${ofCase(actor, number)} FOR UPDATE`;
  return rows[0]?.tags ?? null;
}

/** Counts up no version: what a form was drawn from stays as it was. */
export const addTag = (tx: Tx, number: number, name: string) => tx.$executeRaw`
  UPDATE "case" SET tags = array_append(tags, ${name}::text)
  WHERE number = ${number} AND NOT tags @> ARRAY[${name}::text] AND cardinality(tags) < ${TAGS_A_CASE}`;

export const removeTag = (tx: Tx, number: number, name: string) => tx.$executeRaw`
  UPDATE "case" SET tags = array_remove(tags, ${name}::text) WHERE number = ${number}`;
