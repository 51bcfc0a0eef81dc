import { expect } from "vitest";
import type { Role } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import type { CaseEventKind } from "#lib/db/generated/client.ts";
import type { Decision } from "#lib/features/cases/rules.ts";
import type { DecideInput } from "#lib/features/cases/schema.ts";
import { decideCase, takeCase } from "#lib/features/cases/service.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ctxFor } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";

export const NOTE = "Queixo e nariz diferem.";
export const INCONCLUSIVE = {
  decision: "inconclusive",
  reasons: ["poor_photo"],
  note: NOTE,
} satisfies Pick<DecideInput, "decision" | "reasons" | "note">;

/** What tests of the work on cases do again and again, over a database that is opened later. */
export function deskOver(db: () => Database) {
  const staff = (role: Role = "analyst", overrides?: Parameters<typeof ctxFor>[2]) =>
    ctxFor(db(), role, overrides);
  const many = (count: number) => Promise.all(Array.from({ length: count }, () => staff()));
  const read = (number: number) => db().case.findUniqueOrThrow({ where: { number } });
  const eventsOf = (caseNumber: number, kind: CaseEventKind) =>
    db().caseEvent.count({ where: { caseNumber, kind } });
  const auditsOf = async (number: number) =>
    (
      await db().auditEvent.findMany({
        where: { entityType: "case", entityId: String(number) },
        orderBy: { seq: "asc" },
      })
    ).map(({ action }) => action);

  async function decideAs(ctx: UserCtx, number: number, decision: Decision) {
    const { version } = await read(number);
    return decideCase(ctx, { number, version, decision, reasons: ["faces_differ"], note: NOTE });
  }

  /** A case taken and decided by a new analyst. */
  async function decided(decision: Decision) {
    const { number } = await aCase(db());
    const first = await staff();
    await takeCase(first, { number, version: 1 });
    expect((await decideAs(first, number, decision)).ok).toBe(true);
    const { version } = await read(number);
    return { number, first, version };
  }

  /** A case in the hands of a new analyst. */
  async function taken(overrides?: Parameters<typeof aCase>[1]) {
    const { number } = await aCase(db(), overrides);
    const holder = await staff();
    await takeCase(holder, { number, version: 1 });
    return { number, holder, version: 2 };
  }

  /** Gives what the last event of a case says beside its words. */
  const lastOf = (caseNumber: number) =>
    db().caseEvent.findFirstOrThrow({ where: { caseNumber }, orderBy: { id: "desc" } });

  return { staff, many, read, eventsOf, auditsOf, decideAs, decided, taken, lastOf };
}
