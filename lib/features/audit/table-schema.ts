import { z } from "zod";
import { parseCpf } from "#lib/privacy/cpf.ts";
import { day, id, ids, many, number, one, sortBy, text } from "#lib/table/address.ts";
import { searchText } from "#lib/table/search-text.ts";
import { AUDIT_ACTIONS, type AuditEntry } from "./catalogue.ts";

export const AUDIT_SORTS = ["at"] as const;
export type AuditSort = (typeof AUDIT_SORTS)[number];

export const AUDIT_OUTCOMES = ["done", "refused", "failed"] as const;
export const AUDIT_ENTITY_TYPES = [
  "case",
  "reverification",
  "process",
  "reference",
  "import",
  "subject",
  "session",
  "account",
  "user",
  "permission",
  "notice",
  "connection",
  "audit",
  "triage",
  "retention",
  "key",
  "limit",
  "bulk",
  "list",
  "view",
  "export",
  "schedule",
] as const satisfies readonly AuditEntry["entityType"][];

/** The number of an event: beyond 32 bits some day, still exact in JavaScript. */
const eventNumber = () => number(1, Number.MAX_SAFE_INTEGER).pipe(z.int().optional());

/** What ids look like: UUIDs, case numbers, names of permissions. What could be a CPF stays out of addresses. */
const entityId = searchText().pipe(
  z
    .string()
    .max(64)
    .regex(/^[\w.:-]+$/)
    .optional(),
);

/** The address of a network, as the log writes it. */
const networkAddress = text(45).pipe(
  z
    .union([z.ipv4(), z.ipv6()])
    .refine((typed) => parseCpf(typed) === null)
    .optional(),
);

/** The state of the audit log in the address: shared by page and count. `event` is the one opened beside the rows. */
export const auditTable = z.object({
  entity: entityId,
  action: many(AUDIT_ACTIONS),
  outcome: many(AUDIT_OUTCOMES),
  actor: ids(),
  entityType: many(AUDIT_ENTITY_TYPES),
  session: id(),
  request: id(),
  address: networkAddress,
  from: day(),
  to: day(),
  sort: sortBy(["at", "-at"], "-at"),
  after: eventNumber(),
  before: eventNumber(),
  event: eventNumber(),
  /** The saved view that this began with. */
  view: id(),
});
export type AuditFilter = z.output<typeof auditTable>;

/** The same for what concerns one person; `looks` leaves out what was done and keeps who saw them. */
export const subjectAuditTable = auditTable
  .omit({ entity: true, entityType: true, request: true, view: true })
  .extend({ looks: one(["yes"]) });
export type SubjectAuditFilter = z.output<typeof subjectAuditTable>;

/** Acts by which somebody sees, finds or takes away personal data. */
const TELLS_LOOK = /\.(view|lookup|search|reveal|export|download|subject|file|attachment)$/;
export const LOOKS = AUDIT_ACTIONS.filter((action) => TELLS_LOOK.test(action));
