import "server-only";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import type { ExportRow } from "./repository.ts";

type Action = Extract<AuditEntry, { entityType: "export" }>["action"];
type Detail = AuditEntry["detail"] & Readonly<Record<string, string | number | boolean | null>>;

/** What every event of an export tells of it. */
export const eventOf = (
  action: Action,
  row: Pick<ExportRow, "id" | "list" | "format" | "masked">,
  detail: Detail = {},
): AuditEntry => ({
  action,
  entityType: "export",
  entityId: row.id,
  detail: { list: row.list, format: row.format, masked: row.masked, ...detail },
});
