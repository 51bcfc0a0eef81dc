"use server";

import { revalidatePath } from "next/cache";
import { CASES_PATH, caseHref } from "#app/(staff)/cases/given.ts";
import { staffAction } from "#lib/entry/action.ts";
import { type ActInput, actInput } from "#lib/features/cases/schema.ts";
import {
  addNote,
  approveCase,
  decideCase,
  releaseCase,
  reopenCase,
  sendBackCase,
  takeCase,
} from "#lib/features/cases/service.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ok } from "#lib/result.ts";
import type { DoneAct } from "./done.ts";
import { failureWords } from "./failure-words.ts";

/** One form, one address: which button was pressed is `act`. */
export const workOnCaseAction = staffAction(
  actInput,
  async (ctx, input) => {
    const result = await actOn(ctx, input);
    // After a refusal too: it often means that the page was stale.
    revalidatePath(caseHref(input.number));
    revalidatePath(CASES_PATH);
    return result.ok ? ok(doneOf(input)) : result;
  },
  failureWords,
);

function actOn(ctx: UserCtx, input: ActInput) {
  switch (input.act) {
    case "take":
      return takeCase(ctx, input);
    case "release":
      return releaseCase(ctx, input);
    case "decide":
      return decideCase(ctx, input);
    case "approve":
      return approveCase(ctx, input);
    case "send_back":
      return sendBackCase(ctx, input);
    case "reopen":
      return reopenCase(ctx, input);
    case "note":
      return addNote(ctx, input);
  }
}

const doneOf = (input: ActInput): DoneAct =>
  input.act === "decide" && input.decision === "confirmed_fraud" ? "decideAwaits" : input.act;
