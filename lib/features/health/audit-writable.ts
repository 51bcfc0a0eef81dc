import "server-only";
import type { Database } from "#lib/db/client.ts";
import { assertRecordable } from "#lib/features/audit/recordable.ts";

/** `/api/ready` is red at the latest so long after the log stopped taking events. */
const KEEP_MS = 3_000;

/** Whether an event could be written now. */
export const isAuditWritable = (db: Pick<Database, "$transaction">): Promise<boolean> =>
  assertRecordable(db).then(
    () => true,
    () => false,
  );

/** The same, asked at most every few seconds however often somebody wants to know. */
export function auditProbe(db: Pick<Database, "$transaction">, now: () => number = Date.now) {
  let kept: { at: number; answer: Promise<boolean> } | null = null;
  return (): Promise<boolean> => {
    if (!kept || now() - kept.at > KEEP_MS) kept = { at: now(), answer: isAuditWritable(db) };
    return kept.answer;
  };
}
