import { z } from "zod";
import { id } from "#lib/table/address.ts";
import { auditTable } from "./table-schema.ts";

export const EXPORT_MAX_ROWS = 1_000_000;
export const EXPORT_FORMATS = ["csv", "jsonl"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The filters of the log with what is made of them. Unlike in an address, nonsense is refused and not left out. */
export const exportInput = z.strictObject({
  ...auditTable.omit({ after: true, before: true, event: true, view: true }).shape,
  subject: id(),
  looks: z.enum(["yes"]).optional(),
  format: z.enum(EXPORT_FORMATS),
});
export type ExportInput = z.output<typeof exportInput>;
