import { DECIDED_PARAM, type Given, UNKEPT_PARAM } from "#app/(staff)/cases/given.ts";
import { DecidedMessage } from "#components/case/decided-message.tsx";
import { can } from "#lib/auth/roles.ts";
import { isCaseNumber } from "#lib/features/cases/number.ts";
import { readOwnDecision } from "#lib/features/cases/undoing.ts";
import type { Params } from "#lib/table/address.ts";
import { workOnCaseAction } from "./actions.ts";

type Props = { params: Params; given: Pick<Given, "ctx" | "t" | "verdicts">; hasNext: boolean };

/** Over the page that opened after a decision: what was decided, with the way back. */
export async function Decided({ params, given: { ctx, t, verdicts }, hasNext }: Props) {
  const asked = params[DECIDED_PARAM];
  if (typeof asked !== "string" || !isCaseNumber(asked) || !can(ctx.actor, "case:work")) return null;
  const decided = await readOwnDecision(ctx, Number(asked));
  if (!decided) return null;
  const said = t(decided.isClosed ? "decided.closed" : "decided.awaits", {
    number: asked,
    decision: verdicts(`decision.${decided.decision}`).toLowerCase(),
  });
  const parts = [
    said,
    params[UNKEPT_PARAM] === "on" ? t("written.unkept") : null,
    hasNext ? null : t("decided.noneDue"),
  ];
  return (
    <DecidedMessage
      action={workOnCaseAction}
      decided={decided}
      words={{
        said: parts.filter(Boolean).join(" "),
        undo: t("decided.undo"),
        undoing: t("decided.undoing"),
      }}
    />
  );
}
