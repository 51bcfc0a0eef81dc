import "server-only";
import type { Db } from "#lib/db/client.ts";
import type { Ctx } from "#lib/features/context.ts";
import { type AuditFacts, hashOfEvent } from "./canonical.ts";
import type { AuditEntry } from "./catalogue.ts";

type Outcome = "done" | "refused" | "failed";

/**
 * Writes an event in the transaction of what it tells of. When it throws, the transaction is gone with it:
 * nothing happens unaudited.
 */
export async function recordAudit(
  db: Db,
  { actor, now, request }: Pick<Ctx, "actor" | "now" | "request">,
  entry: AuditEntry,
  outcome: Outcome = "done",
): Promise<void> {
  const isUser = actor.kind === "user";
  await insertEvent(db, {
    at: now(),
    actorKind: actor.kind,
    actorId: isUser ? actor.id : null,
    actorRole: isUser ? actor.role : null,
    sessionId: isUser ? actor.sessionId : null,
    address: request.address,
    requestId: request.id,
    outcome,
    ...entry,
  });
}

/** For the moments when nobody is signed in: a refused sign-in, a refused one-time link. */
export async function recordStrangerRefused(
  db: Db,
  { now, request }: Pick<Ctx, "now" | "request">,
  entry: Extract<AuditEntry, { entityType: "account" }>,
): Promise<void> {
  await insertEvent(db, {
    at: now(),
    actorKind: "unknown",
    actorId: null,
    actorRole: null,
    sessionId: null,
    address: request.address,
    requestId: request.id,
    outcome: "refused",
    ...entry,
  });
}

async function insertEvent(
  db: Db,
  facts: Omit<AuditFacts, "actorKind" | "actorRole" | "outcome"> & {
    actorKind: "user" | "program" | "unknown";
    actorRole: "support" | "analyst" | "manager" | "admin" | null;
    outcome: Outcome;
  },
): Promise<void> {
  const { detail, ...columns } = facts;
  await db.auditEvent.create({
    data: { ...columns, detail: JSON.parse(JSON.stringify(detail)), hash: hashOfEvent(facts) },
    select: { seq: true },
  });
}
