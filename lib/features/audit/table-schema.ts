import { z } from "zod";
import { day, many, number, sortBy, text } from "#lib/table/address.ts";
import { AUDIT_ACTIONS, type AuditEntry } from "./catalogue.ts";

export const AUDIT_SORTS = ["at"] as const;
export type AuditSort = (typeof AUDIT_SORTS)[number];

export const AUDIT_OUTCOMES = ["done", "refused", "failed"] as const;
export const AUDIT_ENTITY_TYPES = [
  "case",
  "reverification",
  "process",
  "reference",
  "subject",
  "session",
  "account",
  "user",
  "permission",
  "notice",
  "connection",
] as const satisfies readonly AuditEntry["entityType"][];

/** The number of an event: beyond 32 bits some day, still exact in JavaScript. */
const eventNumber = () => number(1, Number.MAX_SAFE_INTEGER).pipe(z.int().optional());

const people = z.preprocess(
  (value) => (value === undefined || value === "" ? [] : Array.isArray(value) ? value : [value]),
  z.array(z.uuid()),
);

/** What ids look like: UUIDs, case numbers, names of permissions. */
const entityId = text(64).pipe(
  z
    .string()
    .regex(/^[\w.:-]+$/)
    .optional(),
);

/** The state of the audit log in the address: shared by page and count. `event` is the one opened beside the rows. */
export const auditTable = z.object({
  entity: entityId,
  action: many(AUDIT_ACTIONS),
  outcome: many(AUDIT_OUTCOMES),
  actor: people,
  entityType: many(AUDIT_ENTITY_TYPES),
  from: day(),
  to: day(),
  sort: sortBy(["at", "-at"], "-at"),
  after: eventNumber(),
  before: eventNumber(),
  event: eventNumber(),
});
export type AuditFilter = z.output<typeof auditTable>;
