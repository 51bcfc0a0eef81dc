"use client";

import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { endOtherSessionsAction } from "./actions.ts";

type Props = { areThere: boolean; words: { end: string; ending: string; ended: string } };

/** Ends every session of the person but this one. */
export function EndOthers({ areThere, words }: Props) {
  const { state, form } = useActionForm(endOtherSessionsAction);
  return (
    <form {...form} className="flex flex-wrap items-center gap-3">
      {areThere ? <SubmitButton busyLabel={words.ending}>{words.end}</SubmitButton> : null}
      {state.status === "refused" ? (
        <span role="alert" className="text-refute">
          {state.message}
        </span>
      ) : null}
      <span role="status" className="text-ink-2">
        {state.status === "done" ? words.ended : ""}
      </span>
    </form>
  );
}
