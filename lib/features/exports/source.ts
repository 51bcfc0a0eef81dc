import "server-only";
import type { Actor, Permission } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import type { ExportRows } from "#lib/db/export-rows.ts";
import type { PaperChart, PaperTable } from "#lib/export/pdf-file.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import type { Facts } from "./facts.ts";
import type { Asked, ExportFormat, ExportSourceName } from "./schema.ts";

/** Where a source reads from, and what it is told beside. */
export type SourceDeps = {
  rows: ExportRows;
  readDb: Database;
  vault: Vault;
  /** What one paid call costs, in reais; none where nobody said. */
  callPrice?: number | null;
};

/** What is to be read of a source, by whom and for what kind of file. */
export type SourceReading = {
  asked: Asked;
  format: ExportFormat;
  isMasked: boolean;
  actor: Extract<Actor, { kind: "user" }>;
  isOwnOnly: boolean;
  now: Date;
};

/** All of it, of one snapshot. */
export type Content = {
  facts: Facts;
  /** In words. */
  filters: readonly string[];
  orderWord: string;
  tables: readonly PaperTable[];
  /** Said in the place of rows where a table has none. */
  nothing: string;
  /** What is drawn on paper of all rows together, over the first of them; asked for before the rows are. */
  readCharts: () => Promise<readonly PaperChart[]>;
  /** Whom the rows are about, each once, a batch at a time; asked for before the rows are. */
  people: () => AsyncGenerator<readonly string[]>;
  /** How many rows there will be. */
  countRows: () => Promise<number>;
};

/** What files are written from, a list or a report: asked for, made, kept and told of in one way. */
export type ExportSource = {
  name: ExportSourceName;
  /** What whoever asks for any file of it must be permitted; and what it is read by. */
  asks: Permission;
  permission: Permission;
  /** Whether whoever exports only what is theirs has anything here. */
  hasOwn: boolean;
  /** Whether there is personal data that could stand in the clear. */
  hasPersonal: boolean;
  /** What can be chosen by name; none where it belongs together. */
  columns: readonly string[];
  /** Whether these can be the keys of picked rows. */
  takesKeys: (keys: readonly string[]) => boolean;
  /** Whether it knows all of these filters, and each makes sense. */
  takesParams: (params: Asked["params"]) => boolean;
  /** Whether its rows belong to branches: where not, whoever is limited to some sees those of all. */
  hasBranches: boolean;
  /** Before it is made; null where there are always few. */
  countUpTo: (
    ctx: UserCtx,
    reading: Pick<SourceReading, "asked" | "isOwnOnly">,
    cap: number,
  ) => Promise<{ count: number; capped: boolean } | null>;
  within<T>(
    deps: SourceDeps,
    reading: SourceReading,
    run: (content: Content) => AsyncGenerator<T>,
  ): AsyncGenerator<T>;
};
