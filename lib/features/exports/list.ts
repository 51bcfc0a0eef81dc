import "server-only";
import type { z } from "zod";
import type { Permission, Scope } from "#lib/auth/roles.ts";
import type { TextRow } from "#lib/db/export-rows.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { Cell, CellType } from "#lib/export/sheet.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import type { Params } from "#lib/table/address.ts";
import type { TableSource } from "#lib/table/query.ts";
import type { Names } from "./names.ts";
import type { ExportListName } from "./schema.ts";

/** In what words, with which keys, and how a file is written. */
export type Writing = { locale: Locale; vault: Vault; isMasked: boolean };

/** Reads a column's cell from the row, of which its own values begin at a place. */
export type ReadCell = (row: TextRow, at: number) => Cell;

export type ExportColumn = {
  id: string;
  type: CellType;
  /** In characters. */
  width: number;
  select: readonly Prisma.Sql[];
  /** What it needs beside the list's own source, by name. */
  joins: readonly string[];
  /** Made once a file. */
  cell: (writing: Writing) => ReadCell;
  /** How many bytes of the value stand in a file as PostgreSQL wrote them; none where the cell is made of it. */
  bytesKept: number;
  /** How many bytes at the beginning of a value tell it from others; all where nothing is said. */
  keyBytes?: number;
};

/** What a paper of a list draws: how many of all its rows have which value of a column, or fall into which month of it. */
export type ExportChart = { column: string; by: "value" | "month" };

/** What somebody asks of a list, read from the state in its address. */
export type AskedRows = {
  where: Prisma.Sql[];
  order: Prisma.Sql;
  filters: string[];
  orderWord: string;
};
export type Asker = {
  userId: string;
  isOwnOnly: boolean;
  now: Date;
  locale: Locale;
  /** Where filters are to be told in words. */
  names?: Names;
};
/** With the branches that they see. */
export type Reading = Asker & { scope: Scope };

/** A list as it is exported: the same source, filters and order as on its page. */
export type ExportList = {
  name: ExportListName;
  permission: Permission;
  source: TableSource<string>;
  joins: Readonly<Record<string, Prisma.Sql>>;
  columns: readonly ExportColumn[];
  /** Whom a row is about. */
  subject: Prisma.Sql;
  /** At most three: more than these say less. */
  charts: readonly ExportChart[];
  /** Whether whoever exports only what is theirs has anything here. */
  hasOwn: boolean;
  /** What its filters are in an address. */
  schema: z.ZodObject<Record<string, z.ZodType>>;
  /** Of the same rows by their keys instead of by filters. */
  picked: (keys: readonly string[]) => Prisma.Sql | null;
  read: (params: Params, reading: Reading) => AskedRows;
};
