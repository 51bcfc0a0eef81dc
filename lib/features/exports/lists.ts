import "server-only";
import type { ExportList } from "./list.ts";
import { casesExport } from "./list-cases.ts";
import { processesExport } from "./list-processes.ts";
import { referencesExport } from "./list-references.ts";
import { reverificationsExport } from "./list-reverifications.ts";
import type { ExportListName } from "./schema.ts";

const LISTS: Readonly<Record<ExportListName, ExportList>> = {
  cases: casesExport,
  reverifications: reverificationsExport,
  processes: processesExport,
  references: referencesExport,
};

export const listOf = (name: ExportListName): ExportList => LISTS[name];
