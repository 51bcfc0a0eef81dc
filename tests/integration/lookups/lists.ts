import { randomUUID } from "node:crypto";
import type { Database } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askForList } from "#lib/features/lookups/asking.ts";
import { readList } from "#lib/features/lookups/reading.ts";
import { createListRunner } from "#lib/features/lookups/running.ts";
import { listInput } from "#lib/features/lookups/schema.ts";
import type { Unico } from "#lib/unico/client.ts";
import { programCtx } from "#tests/support/ctx.ts";
import { auditOf } from "#tests/support/events.ts";

const NEVER = new AbortController().signal;

export const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

export async function ask(ctx: UserCtx, processIds: string): Promise<string> {
  const asked = await askForList(ctx, listInput.parse({ processIds }));
  if (!asked.ok) throw new Error(asked.failure.code);
  return asked.value.id;
}

/** How many ids of a list are in each state. */
export async function statesOf(ctx: UserCtx, id: string): Promise<Record<string, number>> {
  const list = await readList(ctx, id);
  return Object.fromEntries(
    list?.states.flatMap(({ state, count }) => (count ? [[state, count]] : [])) ?? [],
  );
}

/** A worker on the lists of a database that is opened later, and what is told of each. */
export function listsOver(db: () => Database) {
  return {
    run: (unico: Unico, now?: () => Date, stop = NEVER) =>
      createListRunner({ leaveAfterMs: 0 })(programCtx(db(), { unico, ...(now ? { now } : {}) }), stop),
    auditOf: (entityId: string) => auditOf(db(), entityId),
  };
}
