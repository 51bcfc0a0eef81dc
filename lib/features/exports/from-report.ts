import "server-only";
import { scopeOf } from "#lib/auth/scope.ts";
import type { PaperTable } from "#lib/export/pdf-file.ts";
import { reportFilter } from "#lib/features/reports/schema.ts";
import { type Report, readReportTables } from "#lib/features/reports/service.ts";
import { dayWords, type Words } from "#lib/features/reports/table-of.ts";
import { formatterFor } from "#lib/format.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { isUnderstood, readAddress } from "#lib/table/address.ts";
import { askIn, readFacts } from "./facts.ts";
import { type Names, readNames } from "./names.ts";
import { longTable, paperTable, type Sized, sheetTable } from "./report-tables.ts";
import type { Content, ExportSource, SourceDeps, SourceReading } from "./source.ts";

/** Our policy: two periods of a year with a million cases take seconds. */
const SNAPSHOT_MS = 60_000;

/** The report as a source: all its tables, read at once. It names colleagues, and no customer. */
export const reportSource: ExportSource = {
  name: "report",
  asks: "export:create",
  permission: "report:read",
  hasOwn: true,
  hasPersonal: false,
  columns: [],
  takesKeys: () => false,
  takesParams: (params) => isUnderstood(reportFilter, params),
  hasBranches: true,
  countUpTo: async () => null,
  async *within(deps, reading, run) {
    yield* run(await contentOf(deps, reading));
  },
};

function contentOf({ readDb, callPrice }: SourceDeps, reading: SourceReading): Promise<Content> {
  const { asked, actor, now, format } = reading;
  const words = wordsIn(asked.locale);
  const { filter } = readAddress(reportFilter, asked.params);
  return readDb.$transaction(
    async (tx) => {
      const ask = askIn(tx);
      const facts = await readFacts(ask);
      const names = await readNames(ask, asked.params, scopeOf(actor));
      const reader = { actor, readDb: tx, now: () => now };
      const { report, tables } = await readReportTables(reader, filter, words, callPrice ?? null);
      const written: readonly Sized[] =
        format === "csv"
          ? [longTable(tables, asked.locale)]
          : tables.map((table) =>
              format === "pdf" ? paperTable(table, report, words) : sheetTable(table, asked.locale),
            );
      return {
        facts,
        filters: filtersOf(report, words, actor, names),
        orderWord: translatorFor(asked.locale, "exports")("manifest.asOnPage"),
        tables: written.map(({ rows, ...table }): PaperTable => ({ ...table, batches: inOne(rows) })),
        nothing: words.r("nothing"),
        // Each table brings its own.
        readCharts: async () => [],
        // Figures of nobody in particular.
        async *people() {},
        countRows: async () => written.reduce((sum, { rows }) => sum + rows.length, 0),
      };
    },
    { isolationLevel: "RepeatableRead", timeout: SNAPSHOT_MS },
  );
}

async function* inOne<T>(rows: T): AsyncGenerator<T> {
  yield rows;
}

const wordsIn = (locale: SourceReading["asked"]["locale"]): Words => ({
  r: translatorFor(locale, "reports"),
  verdicts: translatorFor(locale, "verdicts"),
  cases: translatorFor(locale, "cases"),
  format: formatterFor(locale),
});

function filtersOf(
  { period, filter, isOwn }: Report,
  words: Words,
  actor: SourceReading["actor"],
  names: Names,
): string[] {
  const { r } = words;
  const { subsidiary, person } = filter;
  const [from, to] = [dayWords(words, period.from), dayWords(words, period.to)];
  const nameOf = (id: string) => names.get(id) ?? id;
  return [
    `${r("period")}: ${r("span", { from, to, days: period.days })}`,
    ...(subsidiary ? [`${r("subsidiary")}: ${nameOf(subsidiary)}`] : []),
    ...(isOwn ? [`${r("person")}: ${actor.name}`] : person ? [`${r("person")}: ${nameOf(person)}`] : []),
  ];
}
