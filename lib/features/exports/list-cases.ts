import "server-only";
import { Prisma } from "#lib/db/generated/client.ts";
import { caseSource, whereOf } from "#lib/features/cases/table.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { readAddress } from "#lib/table/address.ts";
import { numberColumn, textColumn, timeColumn, verdict, wordColumn } from "./columns.ts";
import { filterWords, wordAt } from "./filter-words.ts";
import type { ExportList, Writing } from "./list.ts";
import { orderOf } from "./list-order.ts";
import { PERSON_COLUMNS, signalColumns } from "./list-parts.ts";

const { sql } = Prisma;
const NUMBERS = /^[1-9]\d{4,8}$/;

/** PostgreSQL writes a list of codes as `{one,two}`. */
const reasons = (writing: Writing) => {
  const word = verdict("reason")(writing);
  return (value: string) =>
    value
      .slice(1, -1)
      .split(",")
      .filter((code) => code !== "")
      .map(word)
      .join("; ");
};

const GROUPS: Readonly<Record<string, string>> = {
  status: "status",
  decision: "decision",
  reason: "reason",
  fraudsters: "fraud",
  biometry: "biometry",
  liveness: "liveness",
  priority: "priority",
};

/** The queue. */
export const casesExport: ExportList = {
  name: "cases",
  permission: "case:read",
  source: caseSource,
  hasOwn: true,
  joins: {
    subject: sql`LEFT JOIN subject AS s ON s.id = c.subject_id`,
    assignee: sql`LEFT JOIN app_user AS a ON a.id = c.assignee_id`,
    branch: sql`LEFT JOIN subsidiary AS b ON b.id = c.subsidiary_id`,
  },
  columns: [
    numberColumn({ id: "number", width: 9 }, sql`c.number`),
    ...PERSON_COLUMNS,
    ...signalColumns({ fraudsters: sql`c.fraudsters`, biometry: sql`c.biometry`, liveness: sql`c.liveness` }),
    numberColumn({ id: "score", width: 8 }, sql`c.score`),
    wordColumn({ id: "priority", width: 10 }, sql`c.priority`, verdict("priority")),
    wordColumn({ id: "status", width: 18 }, sql`c.status`, verdict("status")),
    textColumn({ id: "assignee", width: 24, joins: ["assignee"] }, sql`a.name`),
    timeColumn({ id: "opened", width: 20 }, sql`c.opened_at`),
    timeColumn({ id: "due", width: 20 }, sql`c.due_at`),
    wordColumn({ id: "decision", width: 18 }, sql`c.decision`, verdict("decision")),
    wordColumn({ id: "reasons", width: 30 }, sql`c.reasons`, reasons),
    timeColumn({ id: "closed", width: 20 }, sql`c.closed_at`),
    textColumn({ id: "subsidiary", width: 20, joins: ["branch"] }, sql`b.name`),
    textColumn({ id: "tags", width: 24 }, sql`array_to_string(c.tags, '; ')`),
  ],
  subject: sql`c.subject_id`,
  charts: [
    { column: "status", by: "value" },
    { column: "priority", by: "value" },
    { column: "decision", by: "value" },
  ],
  schema: caseTable,
  picked: (keys) => {
    const numbers = keys.filter((key) => NUMBERS.test(key)).map(Number);
    return numbers.length === keys.length ? sql`c.number = ANY (${numbers}::integer[])` : null;
  },
  read: (params, { userId, isOwnOnly, now, locale, names }) => {
    const { filter } = readAddress(caseTable, params);
    const [t, verdicts] = [translatorFor(locale, "cases"), translatorFor(locale, "verdicts")];
    const who = (value: string) => (value === "me" ? t("me") : value === "none" ? t("nobody") : undefined);
    return {
      where: [
        ...whereOf(filter, userId, now),
        // What is one's own: what one has in hand or decided.
        ...(isOwnOnly ? [sql`(c.assignee_id = ${userId}::uuid OR c.decided_by_id = ${userId}::uuid)`] : []),
      ],
      order: orderOf(caseSource, filter.sort),
      ...filterWords(locale, filter, {
        names,
        label: (name) =>
          wordAt(t, `filter.${name}`) ??
          wordAt(translatorFor(locale, "exports"), `sort.${name}`) ??
          wordAt(t, `column.${name}`) ??
          name,
        word: (name, value) => {
          if (name === "assignee") return who(value);
          if (name === "due" || name === "origin") return wordAt(t, `${name}.${value}`);
          return wordAt(verdicts, `${GROUPS[name]}.${value}`);
        },
      }),
    };
  },
};
