import "server-only";
import { randomUUID } from "node:crypto";
import type { Db } from "#lib/db/client.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { recordAudit } from "#lib/features/audit/record.ts";

type OfConnections = Extract<AuditEntry, { entityType: "connection" }>;

/** What happens between the program and Unico concerns nobody's request: the program itself is who acts. */
export const recordOwnAudit = (db: Db, entry: OfConnections): Promise<void> =>
  recordAudit(
    db,
    { actor: { kind: "program" }, now: () => new Date(), request: { id: randomUUID(), address: null } },
    entry,
  );
