"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { CASES_PATH, caseHref, type DecidedCase, nextHref } from "#app/(staff)/cases/given.ts";
import { staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { assignCase, prioritiseCase, takeOverCase } from "#lib/features/cases/handing.ts";
import { addNote } from "#lib/features/cases/notes.ts";
import { type ActInput, actInput } from "#lib/features/cases/schema.ts";
import {
  approveCase,
  decideCase,
  releaseCase,
  reopenCase,
  sendBackCase,
  takeCase,
  takeNextCase,
} from "#lib/features/cases/service.ts";
import { escalateCase, resumeCase, waitCase } from "#lib/features/cases/setting-aside.ts";
import type { CaseFailure } from "#lib/features/cases/step.ts";
import { undoDecision } from "#lib/features/cases/undoing.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { ok, type Result } from "#lib/result.ts";
import type { DoneState } from "./done.ts";
import { failureWords } from "./failure-words.ts";
import { saidOf } from "./unheard-words.ts";

/** One form, one address: which button was pressed is `act`. */
export const workOnCaseAction = staffAction(
  actInput,
  async (ctx, input) => {
    const result = await actOn(ctx, input);
    // After a refusal too: it often means that the page was stale.
    revalidatePath(caseHref(input.number));
    revalidatePath(CASES_PATH);
    if (!result.ok) return result;
    if (input.act === "decide") redirect(await nextAfter(ctx, result.value));
    if (input.act === "undo") redirect(caseHref(input.number));
    return ok<DoneState>({ act: input.act, said: saidOf(await currentLocale(), result.value) });
  },
  failureWords,
);

/** The next case opens by itself, in one's hands already. */
async function nextAfter(ctx: UserCtx, decided: DecidedCase): Promise<string> {
  // The decision stands, whatever becomes of the next case.
  const next = await takeNextCase(ctx).catch(() => null);
  return nextHref(next?.ok ? next.value.number : null, decided);
}

type Acted = Result<{ number: number; unheard?: string[]; isUnkept?: true }, CaseFailure>;

function actOn(ctx: UserCtx, input: ActInput): Promise<Acted> {
  switch (input.act) {
    case "take":
      return takeCase(ctx, input);
    case "take_over":
      return takeOverCase(ctx, input);
    case "release":
      return releaseCase(ctx, input);
    case "assign":
      return assignCase(ctx, input);
    case "prioritise":
      return prioritiseCase(ctx, input);
    case "wait":
      return waitCase(ctx, input);
    case "resume":
      return resumeCase(ctx, input);
    case "escalate":
      return escalateCase(ctx, input);
    case "decide":
      return decideCase(ctx, input);
    case "undo":
      return undoDecision(ctx, input);
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
