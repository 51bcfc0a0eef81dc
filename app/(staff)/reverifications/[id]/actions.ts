"use server";

import { revalidatePath } from "next/cache";
import { staffAction } from "#lib/entry/action.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { flagInput } from "#lib/features/cases/schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { ReadEnd } from "#lib/features/reverifications/reading-again.ts";
import {
  confirmWord,
  proposeWord,
  type ReconcileFailure,
  readAgain,
  rejectWord,
  withdrawWord,
} from "#lib/features/reverifications/reconciling.ts";
import { type ReconcileInput, reconcileInput } from "#lib/features/reverifications/reconciling-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok, type Result } from "#lib/result.ts";
import { reconcileFailureWords } from "./reconcile-failure-words.ts";
import type { Reconciled } from "./reconciled.ts";

export const flagReverificationAction = staffAction(
  flagInput,
  async (ctx, input) => {
    const flagged = await flagCase(ctx, input);
    revalidatePath(`/reverifications/${input.reverificationId}`);
    return flagged;
  },
  (locale, { code }) => translatorFor(locale, "reverifications")(`refusal.${code}`),
);

/** What becomes of one that nobody knows the end of: which button was pressed is `act`. */
export const reconcileAction = staffAction(
  reconcileInput,
  async (ctx, input) => {
    const result = await actOn(ctx, input);
    // After a refusal too: it often means that the page was stale.
    revalidatePath("/reverifications");
    return result.ok ? ok<Reconciled>({ act: input.act, came: result.value.came ?? null }) : result;
  },
  reconcileFailureWords,
);

type Done = Result<{ id: string; came?: ReadEnd }, ReconcileFailure>;

function actOn(ctx: UserCtx, input: ReconcileInput): Promise<Done> {
  switch (input.act) {
    case "read":
      return readAgain(ctx, input);
    case "propose":
      return proposeWord(ctx, input);
    case "confirm":
      return confirmWord(ctx, input);
    case "reject":
      return rejectWord(ctx, input);
    case "withdraw":
      return withdrawWord(ctx, input);
  }
}
