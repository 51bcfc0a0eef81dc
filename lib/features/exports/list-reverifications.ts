import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { reverificationSource, whereOf } from "#lib/features/reverifications/table.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { readAddress } from "#lib/table/address.ts";
import { isUuid } from "#lib/uuid.ts";
import { numberColumn, textColumn, timeColumn, verdict, wordColumn } from "./columns.ts";
import { filterWords, wordAt } from "./filter-words.ts";
import type { ExportList } from "./list.ts";
import { orderOf } from "./list-order.ts";
import { PERSON_COLUMNS, signalColumns, wordIn } from "./list-parts.ts";

const { sql } = Prisma;

const GROUPS: Readonly<Record<string, string>> = {
  state: "reverification",
  outcome: "outcome",
  fraudsters: "fraud",
  liveness: "liveness",
};

/** All re-verifications. */
export const reverificationsExport: ExportList = {
  name: "reverifications",
  permission: "reverification:read",
  source: reverificationSource,
  hasOwn: false,
  joins: {
    subject: sql`LEFT JOIN subject AS s ON s.id = r.subject_id`,
    starter: sql`LEFT JOIN app_user AS a ON a.id = r.started_by_id`,
    branch: sql`LEFT JOIN subsidiary AS b ON b.id = r.subsidiary_id`,
  },
  columns: [
    numberColumn({ id: "number", width: 9 }, sql`r.number`),
    ...PERSON_COLUMNS,
    wordColumn({ id: "state", width: 20 }, sql`r.state`, verdict("reverification")),
    wordColumn({ id: "outcome", width: 26 }, sql`r.outcome`, verdict("outcome")),
    ...signalColumns({ fraudsters: sql`r.fraudsters`, biometry: sql`r.biometry`, liveness: sql`r.liveness` }),
    wordColumn({ id: "reason", width: 20 }, sql`r.reason`, wordIn("reverifications", "reasonName")),
    textColumn({ id: "startedBy", width: 24, joins: ["starter"] }, sql`a.name`),
    timeColumn({ id: "started", width: 20 }, sql`r.started_at`),
    timeColumn({ id: "settled", width: 20 }, sql`r.settled_at`),
    textColumn({ id: "reference", width: 38 }, sql`r.reference_id`),
    textColumn({ id: "unicoProcess", width: 38 }, sql`r.unico_process_id`),
    textColumn({ id: "subsidiary", width: 20, joins: ["branch"] }, sql`b.name`),
    textColumn({ id: "id", width: 38 }, sql`r.id`),
  ],
  subject: sql`r.subject_id`,
  charts: [
    { column: "state", by: "value" },
    { column: "outcome", by: "value" },
    { column: "started", by: "month" },
  ],
  schema: reverificationTable,
  picked: (keys) => (keys.every(isUuid) ? sql`r.id = ANY (${[...keys]}::uuid[])` : null),
  read: (params, { userId, locale, names }) => {
    const { filter } = readAddress(reverificationTable, params);
    const t = translatorFor(locale, "reverifications");
    const verdicts = translatorFor(locale, "verdicts");
    const titled = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);
    return {
      where: whereOf(filter, userId),
      order: orderOf(reverificationSource, filter.sort),
      ...filterWords(locale, filter, {
        names,
        label: (name) =>
          wordAt(t, `list.filter${titled(name)}`) ??
          wordAt(translatorFor(locale, "exports"), `sort.${name}`) ??
          name,
        word: (name, value) =>
          name === "startedBy"
            ? value === "me"
              ? t("list.me")
              : undefined
            : wordAt(verdicts, `${GROUPS[name]}.${value}`),
      }),
    };
  },
};
