import type { Role } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ctxFor } from "#tests/support/ctx.ts";

export type Action = AuditEntry["action"];

/** Something that people or jobs do, and the events without which it must not happen. */
export type Act = {
  readonly tells: readonly Action[];
  readonly run: () => Promise<unknown>;
  /** What it is for is to refuse. */
  readonly refuses?: true;
};
export type Acts = Readonly<Record<string, Act>>;

export const act = (tells: readonly Action[], run: () => Promise<unknown>): Act => ({ tells, run });
export const refusal = (tells: readonly Action[], run: () => Promise<unknown>): Act => ({
  tells,
  run,
  refuses: true,
});

/** Somebody who can sign in, is signed in, and proved a moment ago that it is them. */
export async function somebody(
  db: Database,
  role: Role,
  overrides: Partial<Omit<UserCtx, "actor">> = {},
): Promise<UserCtx> {
  const ctx = await ctxFor(db, role, overrides);
  const { id } = ctx.actor;
  await db.user.update({ where: { id }, data: { passwordHash: "set" }, select: { id: true } });
  return { ...ctx, confirmedAt: new Date() };
}
