import "server-only";
import type { Tx } from "#lib/db/client.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { Ctx } from "#lib/features/context.ts";
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

type Told = { id: string; list: string; every: string; hour: number };

/** What every event of a schedule tells of it. */
export const tellSchedule = (
  tx: Tx,
  ctx: Pick<Ctx, "actor" | "now" | "request">,
  action: "schedule.create" | "schedule.end",
  { id, list, every, hour }: Told,
  more: { why?: string } = {},
): Promise<void> => {
  const detail = { list, every, hour, ...more };
  return recordAudit(tx, ctx, { action, entityType: "schedule", entityId: id, detail });
};
