import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { processSource, whereOf } from "#lib/features/processes/table.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { readAddress } from "#lib/table/address.ts";
import { isUuid } from "#lib/uuid.ts";
import { numberColumn, textColumn, timeColumn, wordColumn } from "./columns.ts";
import { filterWords, wordAt } from "./filter-words.ts";
import type { ExportList } from "./list.ts";
import { orderOf } from "./list-order.ts";
import { PERSON_COLUMNS, wordIn } from "./list-parts.ts";

const { sql } = Prisma;

/** IDCheck processes that were looked up. What Unico said stands as it said it. */
export const processesExport: ExportList = {
  name: "processes",
  permission: "process:lookup",
  source: processSource,
  hasOwn: false,
  joins: { subject: sql`LEFT JOIN subject AS s ON s.id = process.subject_id` },
  columns: [
    textColumn({ id: "id", width: 38 }, sql`process.id`),
    ...PERSON_COLUMNS,
    wordColumn({ id: "outcome", width: 26 }, sql`process.outcome`, wordIn("processes", "outcome")),
    textColumn({ id: "state", width: 26 }, sql`process.state`),
    textColumn({ id: "result", width: 26 }, sql`process.result`),
    textColumn({ id: "authentication", width: 34 }, sql`process.authentication`),
    textColumn({ id: "liveness", width: 28 }, sql`process.liveness`),
    textColumn({ id: "fraudsters", width: 20 }, sql`process.fraudsters`),
    numberColumn({ id: "score", width: 8 }, sql`process.score`),
    timeColumn({ id: "firstSeen", width: 20 }, sql`process.first_seen_at`),
    timeColumn({ id: "lastSeen", width: 20 }, sql`process.last_seen_at`),
    textColumn({ id: "reference", width: 38 }, sql`process.authentication_id`),
  ],
  subject: sql`process.subject_id`,
  charts: [
    { column: "outcome", by: "value" },
    { column: "lastSeen", by: "month" },
  ],
  schema: processFilter,
  picked: (keys) => (keys.every(isUuid) ? sql`process.id = ANY (${[...keys]}::uuid[])` : null),
  read: (params, { locale, names, userId, isOwnOnly, scope }) => {
    const { filter } = readAddress(processFilter, params);
    const [t, verdicts] = [translatorFor(locale, "processes"), translatorFor(locale, "verdicts")];
    return {
      where: whereOf(filter, isOwnOnly || scope !== null ? userId : null),
      order: orderOf(processSource, filter.sort),
      ...filterWords(locale, filter, {
        names,
        label: (name) =>
          wordAt(t, `filter.${name}`) ?? wordAt(translatorFor(locale, "exports"), `sort.${name}`) ?? name,
        word: (name, value) => {
          if (name === "authentication") return wordAt(t, `authenticationFilter.${value}`);
          return name === "outcome" ? wordAt(t, `outcome.${value}`) : wordAt(verdicts, `${name}.${value}`);
        },
      }),
    };
  },
};
