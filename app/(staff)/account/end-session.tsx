"use client";

import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { endSessionAction } from "./actions.ts";

type Props = { session: string; describedBy: string; words: { end: string; ending: string } };

/** Ends one session; which one is told by the words of its row. */
export function EndSession({ session, describedBy, words }: Props) {
  const { state, form } = useActionForm(endSessionAction);
  return (
    <form {...form} className="flex items-center gap-3">
      {state.status === "refused" ? (
        <span role="alert" className="text-refute">
          {state.message}
        </span>
      ) : null}
      <input type="hidden" name="session" value={session} />
      <SubmitButton size="s" busyLabel={words.ending} aria-describedby={describedBy}>
        {words.end}
      </SubmitButton>
    </form>
  );
}
