import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { source, whereOf } from "#lib/features/references/table.ts";
import { referenceFilter } from "#lib/features/references/table-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { readAddress } from "#lib/table/address.ts";
import { isUuid } from "#lib/uuid.ts";
import { textColumn, timeColumn, wordColumn } from "./columns.ts";
import { filterWords, wordAt } from "./filter-words.ts";
import type { ExportList } from "./list.ts";
import { orderOf } from "./list-order.ts";
import { PERSON_COLUMNS, wordIn } from "./list-parts.ts";

const { sql } = Prisma;

/** Reference processes. */
export const referencesExport: ExportList = {
  name: "references",
  permission: "reference:read",
  source,
  hasOwn: false,
  joins: {
    subject: sql`LEFT JOIN subject AS s ON s.id = reference_process.subject_id`,
    branch: sql`LEFT JOIN subsidiary AS b ON b.id = reference_process.subsidiary_id`,
  },
  columns: [
    textColumn({ id: "id", width: 38 }, sql`reference_process.id`),
    ...PERSON_COLUMNS,
    wordColumn(
      { id: "origin", width: 18 },
      sql`reference_process.origin`,
      wordIn("references", "originName"),
    ),
    timeColumn({ id: "enrolled", width: 20 }, sql`reference_process.enrolled_at`),
    timeColumn({ id: "added", width: 20 }, sql`reference_process.created_at`),
    textColumn({ id: "subsidiary", width: 20, joins: ["branch"] }, sql`b.name`),
  ],
  subject: sql`reference_process.subject_id`,
  charts: [
    { column: "origin", by: "value" },
    { column: "added", by: "month" },
  ],
  schema: referenceFilter,
  picked: (keys) => (keys.every(isUuid) ? sql`reference_process.id = ANY (${[...keys]}::uuid[])` : null),
  read: (params, { locale, names, scope }) => {
    const { filter } = readAddress(referenceFilter, params);
    const t = translatorFor(locale, "references");
    return {
      where: whereOf(filter, scope),
      order: orderOf(source, filter.sort),
      ...filterWords(locale, filter, {
        names,
        label: (name) =>
          wordAt(t, `filter.${name}`) ?? wordAt(translatorFor(locale, "exports"), `sort.${name}`) ?? name,
        word: (name, value) =>
          name === "origin" || name === "contradiction" ? wordAt(t, `${name}Name.${value}`) : undefined,
      }),
    };
  },
};
