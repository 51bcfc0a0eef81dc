import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import type { Db } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import { kept } from "#lib/db/kept.ts";
import { failPoint } from "#lib/fail-points.ts";
import type { Ctx } from "#lib/features/context.ts";
import { type AuditFacts, formAroundNumber, hashOfEvent } from "./canonical.ts";
import type { AuditEntry } from "./catalogue.ts";

type Outcome = "done" | "refused" | "failed";
type Speaker = Pick<Ctx, "actor" | "now" | "request">;

/**
 * Writes an event in the transaction of what it tells of. When it throws, the transaction is gone with it:
 * nothing happens unaudited.
 */
export async function recordAudit(
  db: Db,
  ctx: Speaker,
  entry: AuditEntry,
  outcome: Outcome = "done",
): Promise<void> {
  await insertEvent(db, factsOf(ctx, entry, outcome));
}

/** For the moments when nobody known is there: a refused sign-in, a refused one-time link, a forged notice. */
export async function recordStrangerRefused(
  db: Db,
  { now, request }: Pick<Ctx, "now" | "request">,
  entry: Extract<AuditEntry, { entityType: "account" | "notice" }>,
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

async function insertEvent(db: Db, facts: Facts): Promise<void> {
  failPoint("before_audit");
  await db.$executeRaw(kept`INSERT INTO ${PLACE} VALUES (${valuesOf(facts)})`);
  failPoint("after_audit");
}

/** What the part of a statement is called that an event tells of. */
const STEPS = { step: Prisma.sql`step`, added: Prisma.sql`added` };

/**
 * The event as the last part of a statement that does what it tells of: `WITH step AS (…) ${auditOfStep(…)}`.
 * Nothing is told where `step`, or what it is called, has no row. One statement is one transaction, and one round trip.
 */
export function auditOfStep(
  ctx: Speaker,
  entry: AuditEntry,
  outcome: Outcome = "done",
  step: keyof typeof STEPS = "step",
): Prisma.Sql {
  const values = valuesOf(factsOf(ctx, entry, outcome));
  return Prisma.sql`INSERT INTO ${PLACE} SELECT ${values} WHERE EXISTS (SELECT 1 FROM ${STEPS[step]})`;
}

type OfNewCase = Omit<Extract<AuditEntry, { action: "case.open" }>, "entityId">;

/** The same of a case that the statement itself gives its `number`, in the rows of `opened`. */
export function auditOfOpened(ctx: Speaker, entry: OfNewCase): Prisma.Sql {
  const facts = asStored(factsOf(ctx, { ...entry, entityId: "" }, "done"));
  const [before, after] = formAroundNumber(facts);
  const hash = Prisma.sql`sha256(convert_to(${before}::text || number || ${after}::text, 'UTF8'))`;
  return Prisma.sql`INSERT INTO ${PLACE} SELECT ${columnsOf(facts, Prisma.sql`number::text`, hash)} FROM opened`;
}

/** A step and the event of it as one statement. */
export const toldStep = (ctx: Speaker, step: Prisma.Sql, entry: AuditEntry): Prisma.Sql =>
  kept`WITH step AS (${step}) ${auditOfStep(ctx, entry)}`;

/** Does a step and tells of it at once: one round trip less in its transaction than with `recordAudit` behind it. */
export async function recordStep(db: Db, ctx: Speaker, step: Prisma.Sql, entry: AuditEntry): Promise<void> {
  failPoint("before_audit");
  await db.$executeRaw(toldStep(ctx, step, entry));
  failPoint("after_audit");
}

const PLACE = Prisma.sql`audit_event (at, actor_kind, actor_id, actor_role, session_id, address, request_id, action,
  outcome, entity_type, entity_id, detail, hash)`;

/** As it will be read again: what JSON leaves out is not hashed either. */
const asStored = (facts: Facts): Facts => ({ ...facts, detail: JSON.parse(JSON.stringify(facts.detail)) });

function valuesOf(given: Facts): Prisma.Sql {
  const facts = asStored(given);
  return columnsOf(facts, Prisma.sql`${facts.entityId}::text`, Prisma.sql`${hashOfEvent(facts)}::bytea`);
}

const columnsOf = (facts: Facts, entityId: Prisma.Sql, hash: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`${facts.at}::timestamptz, ${facts.actorKind}::actor_kind, ${facts.actorId}::uuid,
    ${facts.actorRole}::role, ${facts.sessionId}::uuid, ${facts.address}::text, ${facts.requestId}::uuid,
    ${facts.action}::text, ${facts.outcome}::audit_outcome, ${facts.entityType}::text, ${entityId},
    ${JSON.stringify(facts.detail)}::jsonb, ${hash}`;

/** Of what words there are in each column, as far as the database knows them. */
type Facts = Omit<AuditFacts, "actorKind" | "actorRole" | "outcome"> & {
  actorKind: Actor["kind"] | "unknown";
  actorRole: "support" | "analyst" | "manager" | "admin" | null;
  outcome: Outcome;
};

function factsOf({ actor, now, request }: Speaker, entry: AuditEntry, outcome: Outcome): Facts {
  const isUser = actor.kind === "user";
  return {
    at: now(),
    actorKind: actor.kind,
    actorId: isUser ? actor.id : null,
    actorRole: isUser ? actor.role : null,
    sessionId: isUser ? actor.sessionId : null,
    address: request.address,
    requestId: request.id,
    outcome,
    ...entry,
  };
}
