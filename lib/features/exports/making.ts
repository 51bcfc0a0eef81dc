import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import { guarded } from "#lib/csv.ts";
import type { ExportRows, ExportSnapshot, TextRow } from "#lib/db/export-rows.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { csvFile } from "#lib/export/csv-file.ts";
import { pdfFile } from "#lib/export/pdf-file.ts";
import type { Row, SheetColumn } from "#lib/export/sheet.ts";
import { xlsxFile } from "#lib/export/xlsx-file.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import { ZONE } from "#lib/time.ts";
import type { ExportColumn, ExportList, Writing } from "./list.ts";
import { contentHash, type InnerManifest, MANIFEST_FORM } from "./manifest.ts";
import { manifestRows } from "./manifest-rows.ts";
import { onPaper } from "./on-paper.ts";
import { partsOf, queryOf } from "./query.ts";
import type { Asked, ExportFormat } from "./schema.ts";

/** Our policy: some hundred kilobytes at a time. */
const BATCH_ROWS = 500;

export type Making = {
  id: string;
  list: ExportList;
  format: ExportFormat;
  asked: Asked;
  isMasked: boolean;
  reason: string | null;
  actor: Extract<Actor, { kind: "user" }>;
  isOwnOnly: boolean;
  now: Date;
};
type Watch = {
  /** How many there will be, where that is counted. */
  total?: (rows: number) => void;
  /** How many were written; throws to break off. */
  wrote: (rows: number) => void;
  /** Once, before the last bytes. */
  ended: (manifest: InnerManifest) => void;
};

/** A file as its bytes come, all of one snapshot. */
export async function* makeFile(
  { rows, vault }: { rows: ExportRows; vault: Vault },
  making: Making,
  watch: Watch,
): AsyncGenerator<Buffer> {
  yield* rows.within(scopeOf(making.actor), (snapshot) => written(snapshot, vault, making, watch));
}

async function* written(
  snapshot: ExportSnapshot,
  vault: Vault,
  making: Making,
  watch: Watch,
): AsyncGenerator<Buffer> {
  const { list, format, asked, actor, isMasked, isOwnOnly, now } = making;
  const t = translatorFor(asked.locale, "exports");
  const query = queryOf(list, actor, { userId: actor.id, isOwnOnly, now, locale: asked.locale }, asked);
  const facts = await factsOf(snapshot);
  if (watch.total) watch.total(Number((await snapshot.all(query.count))[0]?.[0] ?? 0));
  const columns = query.columns.map(
    (column): SheetColumn => ({
      head: t(`head.${column.id}` as "head.number"),
      type: column.type,
      width: column.width,
    }),
  );
  const heads = columns.map(({ head }) => head);
  const content = contentHash();
  let count = 0;

  async function* cells(): AsyncGenerator<readonly Row[]> {
    const read = rowReader(query.columns, { locale: asked.locale, vault, isMasked });
    const isHashed = format === "xlsx";
    if (isHashed) content.add(asWritten(heads));
    for await (const batch of snapshot.batches(query.rows, BATCH_ROWS)) {
      const rows = batch.map(read);
      if (isHashed) for (const row of rows) content.add(asWritten(row));
      count += rows.length;
      watch.wrote(count);
      yield rows;
    }
    // Else a file with nothing in it might be one that broke off.
    if (count === 0) {
      const told = [t("nothing"), ...heads.slice(1).map(() => null)];
      if (isHashed) content.add(asWritten(told));
      yield [told];
    }
    watch.ended(manifest());
  }

  const manifest = (): InnerManifest => ({
    form: MANIFEST_FORM,
    id: making.id,
    of: list.name,
    format,
    madeAt: facts.madeAt,
    by: { id: actor.id, name: actor.name },
    filters: asked.keys === null ? query.filters : [t("manifest.picked", { count: asked.keys.length })],
    order: query.orderWord,
    columns: heads,
    rows: count,
    masked: isMasked,
    reason: making.reason,
    timeZone: ZONE,
    contentSha256: format === "xlsx" ? content.digest() : null,
    auditHead: facts.auditHead,
  });

  if (format === "csv") yield* csvFile(heads, cells(), asked);
  else {
    let inner: InnerManifest | undefined;
    const ended = watch.ended;
    watch.ended = (told) => {
      inner = told;
      ended(told);
    };
    const title = t(`list.${list.name}`);
    const last = () => ({
      title: t("manifest.title"),
      rows: inner ? manifestRows(asked.locale, inner) : [],
    });
    const told = { columns, batches: cells(), last };
    if (format === "xlsx") yield* xlsxFile({ title, ...told });
    else yield* pdfFile({ ...onPaper(asked.locale, manifest(), title, () => count), ...told });
  }
}

const asWritten = (row: Row): Row => row.map((cell) => (typeof cell === "string" ? guarded(cell) : cell));

/** Puts a row of texts into cells; the columns' places are known once. */
function rowReader(columns: readonly ExportColumn[], writing: Writing) {
  let at = 0;
  const readers = columns.map(({ cell, select }) => {
    const place = at;
    at += select.length;
    return { read: cell(writing), place };
  });
  return (row: TextRow): Row => {
    const parts = partsOf(row);
    return readers.map(({ read, place }) => read(parts, place));
  };
}

/** Of the snapshot: its moment, and how far the audit log was sealed then. */
async function factsOf(snapshot: ExportSnapshot): Promise<Pick<InnerManifest, "madeAt" | "auditHead">> {
  const utc = (at: Prisma.Sql) =>
    Prisma.sql`to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const [row] = await snapshot.all(Prisma.sql`
    SELECT ${utc(Prisma.sql`now()`)}, b.number, encode(b.head, 'hex'), ${utc(Prisma.sql`b.sealed_at`)}
    FROM (SELECT 1) AS one LEFT JOIN (SELECT * FROM audit_block ORDER BY number DESC LIMIT 1) AS b ON true`);
  const [madeAt, block, head, sealedAt] = row ?? [];
  if (!madeAt) throw new Error("PostgreSQL did not say what time it is");
  return {
    madeAt,
    auditHead: block && head && sealedAt ? { block: Number(block), head, sealedAt } : null,
  };
}
