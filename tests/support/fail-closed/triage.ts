import type { UserCtx } from "#lib/features/context.ts";
import { readTriage, retakeTriage, saveTriage } from "#lib/features/triage/service.ts";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { type Acts, act } from "./act.ts";

const note = "Made by a test.";

/** Other rules, and older ones again; `ctx` is a manager's. */
export async function triageActs(ctx: UserCtx): Promise<Acts> {
  const newest = async () => (await readTriage(ctx, { before: null })).inForce.number;
  const number = await newest();
  await saveTriage(ctx, { after: number, rules: SHIPPED_RULES, note });
  return {
    "other triage rules": act(["triage.change"], async () =>
      saveTriage(ctx, { after: await newest(), rules: SHIPPED_RULES, note }),
    ),
    "older triage rules": act(["triage.change"], async () =>
      retakeTriage(ctx, { number, after: await newest(), note }),
    ),
  };
}
