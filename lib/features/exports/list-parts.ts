import "server-only";
import type { Prisma } from "#lib/db/generated/client.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { cpfColumn, nameColumn, verdict, wordColumn } from "./columns.ts";
import { wordAt } from "./filter-words.ts";
import type { ExportColumn, Writing } from "./list.ts";

/** Whose row it is: of the subject that the list joins. */
export const PERSON_COLUMNS: readonly ExportColumn[] = [nameColumn(["subject"]), cpfColumn(["subject"])];

/** The three signals of a 1:1, in the reader's words. */
export const signalColumns = (of: Record<"fraudsters" | "biometry" | "liveness", Prisma.Sql>) => [
  wordColumn({ id: "fraudsters", width: 22 }, of.fraudsters, verdict("fraud")),
  wordColumn({ id: "biometry", width: 18 }, of.biometry, verdict("biometry")),
  wordColumn({ id: "liveness", width: 20 }, of.liveness, verdict("liveness")),
];

/** What a list itself calls a value; one that has no word stands as it is. */
export const wordIn =
  (namespace: "processes" | "references" | "reverifications", group: string) =>
  ({ locale }: Writing) => {
    const t = translatorFor(locale, namespace);
    return (value: string) => wordAt(t, `${group}.${value}`) ?? value;
  };
