import "server-only";
import { guarded } from "#lib/csv.ts";
import type { Database } from "#lib/db/client.ts";
import { csvFile } from "#lib/export/csv-file.ts";
import { pdfFile } from "#lib/export/pdf-file.ts";
import { type Batch, type Row, type SheetTable, unpacked } from "#lib/export/sheet.ts";
import { xlsxFile } from "#lib/export/xlsx-file.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ZONE } from "#lib/time.ts";
import { contentHash, type InnerManifest, MANIFEST_FORM } from "./manifest.ts";
import { manifestRows } from "./manifest-rows.ts";
import { onPaper } from "./on-paper.ts";
import { noteHeld } from "./repository.ts";
import type { Content, ExportSource, SourceDeps, SourceReading } from "./source.ts";

export type Making = SourceReading & {
  id: string;
  source: ExportSource;
  reason: string | null;
};
type Watch = {
  /** How many there will be, where that is counted. */
  total?: (rows: number) => void;
  /** Throws to break off. */
  check: () => void;
  /** How many were written; throws to break off. */
  wrote: (rows: number) => void;
  /** Once, before the last bytes. */
  ended: (manifest: InnerManifest) => void;
};

/** A file as its bytes come, all of one snapshot. */
export async function* makeFile(
  deps: SourceDeps & { db: Database },
  making: Making,
  watch: Watch,
): AsyncGenerator<Buffer> {
  yield* making.source.within(deps, making, async function* (content) {
    // Before anything of it is written: whom a file held must be known of every one that left.
    if (!making.isMasked)
      for await (const people of content.people()) {
        watch.check();
        await noteHeld(deps.db, making.id, people);
      }
    yield* written(content, making, watch);
  });
}

async function* written(content: Content, making: Making, watch: Watch): AsyncGenerator<Buffer> {
  const { source, format, asked } = making;
  const t = translatorFor(asked.locale, "exports");
  if (watch.total) watch.total(await content.countRows());
  let inner: InnerManifest | undefined;
  const { tables, manifest, rowsOf } = counting(content, making, {
    ...watch,
    ended: (told) => {
      inner = told;
      watch.ended(told);
    },
  });
  const [first] = tables;
  if (format === "csv") {
    if (first) yield* csvFile(headsOf(first), first.batches, asked);
    return;
  }
  const last = () => ({
    title: t("manifest.title"),
    rows: inner ? manifestRows(asked.locale, inner) : [],
  });
  const title = t(`list.${source.name}`);
  if (format === "xlsx") {
    yield* xlsxFile({ tables, last });
    return;
  }
  const charts = await content.readCharts();
  yield* pdfFile({ ...onPaper(asked.locale, manifest(), title, rowsOf), charts, tables, last });
}

/** The tables again, such that whoever writes them counts their rows, and tells of the file behind the last one. */
function counting({ tables, nothing, facts, filters, orderWord }: Content, making: Making, watch: Watch) {
  const { id, source, format, actor, isMasked, reason } = making;
  const content = format === "xlsx" ? contentHash() : null;
  const counts = tables.map(() => 0);
  const count = () => counts.reduce((sum, rows) => sum + rows, 0);
  const rowsOf = (place: number): number => counts[place] ?? 0;

  async function* counted(table: SheetTable, place: number): AsyncGenerator<Batch> {
    const heads = headsOf(table);
    content?.add(asWritten(heads));
    for await (const batch of table.batches) {
      const rows = format === "csv" ? batch : unpacked(batch);
      if (content) for (const row of unpacked(rows)) content.add(asWritten(row));
      counts[place] = rowsOf(place) + rows.length;
      watch.wrote(count());
      if (rows.length > 0) yield rows;
    }
    // Else a file with nothing in it might be one that broke off.
    if (rowsOf(place) === 0) {
      const told = [nothing, ...heads.slice(1).map(() => null)];
      content?.add(asWritten(told));
      yield [told];
    }
    if (place === tables.length - 1) watch.ended(manifest());
  }

  const manifest = (): InnerManifest => ({
    form: MANIFEST_FORM,
    id,
    of: source.name,
    format,
    madeAt: facts.madeAt,
    by: { id: actor.id, name: actor.name },
    filters: [...filters],
    order: orderWord,
    columns: tables.flatMap(headsOf),
    tables:
      tables.length > 1
        ? tables.map(({ title, columns }, place) => ({ title, columns: columns.length, rows: rowsOf(place) }))
        : null,
    rows: count(),
    masked: isMasked,
    reason,
    timeZone: ZONE,
    contentSha256: content?.digest() ?? null,
    auditHead: facts.auditHead,
  });

  return {
    manifest,
    rowsOf,
    tables: tables.map((table, place) => ({ ...table, batches: counted(table, place) })),
  };
}

const headsOf = ({ columns }: SheetTable): string[] => columns.map(({ head }) => head);

const asWritten = (row: Row): Row => row.map((cell) => (typeof cell === "string" ? guarded(cell) : cell));
