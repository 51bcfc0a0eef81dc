import "server-only";
import { scopeOf } from "#lib/auth/scope.ts";
import type { ExportSnapshot } from "#lib/db/export-rows.ts";
import type { PackedRows, SheetColumn } from "#lib/export/sheet.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import { isUnderstood } from "#lib/table/address.ts";
import { countUpTo } from "#lib/table/query.ts";
import { readFacts } from "./facts.ts";
import type { ExportList } from "./list.ts";
import { readCharts } from "./list-charts.ts";
import { readNames } from "./names.ts";
import { packer } from "./packing.ts";
import { queryOf } from "./query.ts";
import type { Content, ExportSource, SourceReading } from "./source.ts";

/** Our policy: some hundred kilobytes at a time. */
const BATCH_ROWS = 500;
const BATCH_PEOPLE = 5_000;

/** A list as a source: one table, whose rows come as they are asked for. */
export const fromList = (list: ExportList): ExportSource => ({
  name: list.name,
  asks: "export:create",
  permission: list.permission,
  hasOwn: list.hasOwn,
  hasPersonal: true,
  columns: list.columns.map(({ id }) => id),
  takesKeys: (keys) => list.picked(keys) !== null,
  takesParams: (params) => isUnderstood(list.schema, params),
  hasBranches: list.source.scope !== null,
  countUpTo(ctx, { asked, isOwnOnly }, cap) {
    const asker = { userId: ctx.actor.id, isOwnOnly, now: ctx.now(), locale: asked.locale };
    const { where } = queryOf(list, ctx.actor, asker, asked);
    return countUpTo(ctx, list.source, where, cap);
  },
  within({ rows, vault }, reading, run) {
    return rows.within(scopeOf(reading.actor), async function* (snapshot) {
      yield* run(await contentOf(list, snapshot, vault, reading));
    });
  },
});

async function contentOf(
  list: ExportList,
  snapshot: ExportSnapshot,
  vault: Vault,
  { asked, actor, isOwnOnly, isMasked, now }: SourceReading,
): Promise<Content> {
  const { locale } = asked;
  const t = translatorFor(locale, "exports");
  const names = await readNames(snapshot.all, asked.params, scopeOf(actor));
  const query = queryOf(list, actor, { userId: actor.id, isOwnOnly, now, locale, names }, asked);
  const columns = query.columns.map(
    ({ id, type, width }): SheetColumn => ({ head: t(`head.${id}` as "head.number"), type, width }),
  );
  async function* batches(): AsyncGenerator<PackedRows> {
    const pack = packer(query.columns, { locale, vault, isMasked });
    for await (const rows of snapshot.packed(query.rows, BATCH_ROWS)) yield pack(rows);
  }
  return {
    facts: await readFacts(snapshot.all),
    filters: asked.keys === null ? query.filters : [t("manifest.picked", { count: asked.keys.length })],
    orderWord: query.orderWord,
    tables: [{ title: t(`list.${list.name}`), columns, batches: batches() }],
    nothing: t("nothing"),
    readCharts: () => readCharts(list, query.where, snapshot.all, { locale, vault, isMasked }),
    async *people() {
      for await (const batch of snapshot.batches(query.people, BATCH_PEOPLE))
        yield batch.flatMap(([id]) => id ?? []);
    },
    countRows: async () => Number((await snapshot.all(query.count))[0]?.[0] ?? 0),
  };
}
