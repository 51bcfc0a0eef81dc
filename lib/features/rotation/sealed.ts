import "server-only";
import { createHash } from "node:crypto";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { Place } from "#lib/privacy/vault.ts";

export type Sealed = { row: string; value: Uint8Array };
export type Resealed = { row: string; old: Uint8Array; fresh: Uint8Array };

/** A column that holds sealed values: where they are, how they are read in order, and how one is put in another's place. */
export type SealedColumn = {
  name: string;
  placeOf(row: string): Place;
  /** In the order of their rows, beyond `after`; those under `keyId` are left out. */
  listOthers(db: Db, keyId: string, after: string | null, take: number): Promise<Sealed[]>;
  /** Only where the old value still stands; how many it did. */
  replace(db: Db, values: readonly Resealed[]): Promise<number>;
  countByKey(db: Db): Promise<{ key: string; count: number }[]>;
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64");

/** Hashes stand for the old values: half as much to send. */
const asJson = (values: readonly Resealed[]): string =>
  JSON.stringify(values.map(({ row, old, fresh }) => ({ id: row, old: hashOf(old), fresh: base64(fresh) })));

/** The first byte is the length of the key's id, which follows. Of a long document only the beginning is fetched. */
const keyOf = (column: Prisma.Sql) =>
  Prisma.sql`convert_from(substring(${column} FROM 2 FOR get_byte(substring(${column} FROM 1 FOR 1), 0)), 'SQL_ASCII')`;

type Names = {
  table: string;
  key: string;
  column: string;
  keyType?: "uuid" | "text";
  /** Where the value is on its way to, and for whose row it is sealed. */
  sealedFor?: string;
};

/** Names come from the list below, never from a request. */
function columnOf({ table, key, column, keyType = "uuid", sealedFor = table }: Names): SealedColumn {
  const [tableSql, keySql, columnSql, typeSql] = [table, key, column, keyType].map((name) =>
    Prisma.raw(name),
  ) as [Prisma.Sql, Prisma.Sql, Prisma.Sql, Prisma.Sql];
  return {
    name: `${table}.${column}`,
    placeOf: (row) => ({ table: sealedFor, row, column }),
    listOthers: (db, keyId, after, take) => db.$queryRaw<Sealed[]>`
      SELECT ${keySql}::text AS row, ${columnSql} AS value FROM ${tableSql}
      WHERE ${columnSql} IS NOT NULL AND ${keyOf(columnSql)} <> ${keyId}
        AND (${after}::text IS NULL OR ${keySql} > ${after}::text::${typeSql})
      ORDER BY ${keySql} LIMIT ${take}`,
    replace: (db, values) => db.$executeRaw`
      UPDATE ${tableSql} AS sealed SET ${columnSql} = decode(given.fresh, 'base64')
      FROM jsonb_to_recordset(${asJson(values)}::jsonb) AS given (id ${typeSql}, old text, fresh text)
      WHERE sealed.${keySql} = given.id AND sha256(sealed.${columnSql}) = decode(given.old, 'base64')`,
    countByKey: async (db) =>
      (
        await db.$queryRaw<{ key: string; count: bigint }[]>`
          SELECT ${keyOf(columnSql)} AS key, count(*) AS count FROM ${tableSql}
          WHERE ${columnSql} IS NOT NULL GROUP BY 1`
      ).map(({ key, count }) => ({ key, count: Number(count) })),
  };
}

/** The program cannot change a snapshot: a function of the database puts the same document under another key. */
const snapshots: SealedColumn = {
  ...columnOf({ table: "process_snapshot", key: "id", column: "document" }),
  async replace(db, values) {
    const [row] = await db.$queryRaw<
      { changed: number }[]
    >`SELECT reseal_snapshots(${asJson(values)}::jsonb) AS changed`;
    return row?.changed ?? 0;
  },
};

/** Everything in the database that is sealed. A new sealed column that is missing here fails a test. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  columnOf({ table: "subject", key: "id", column: "cpf" }),
  columnOf({ table: "subject", key: "id", column: "email" }),
  columnOf({ table: "subject", key: "id", column: "phone" }),
  ...["cpf", "email", "phone"].map((column) =>
    columnOf({ table: "reference_import_line", key: "subject_id", column, sealedFor: "subject" }),
  ),
  snapshots,
  columnOf({ table: "unico_token", key: "account", column: "token", keyType: "text" }),
  columnOf({ table: "app_user", key: "id", column: "totp_secret" }),
  columnOf({ table: "session", key: "id", column: "totp_setup" }),
  columnOf({ table: "export", key: "id", column: "asked" }),
  columnOf({ table: "export", key: "id", column: "manifest" }),
  columnOf({ table: "export_schedule", key: "id", column: "asked" }),
  columnOf({ table: "case_attachment", key: "id", column: "about" }),
];
