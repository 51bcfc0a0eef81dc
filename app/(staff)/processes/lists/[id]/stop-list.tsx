"use client";

import { cancelListAction } from "#app/(staff)/processes/lists/actions.ts";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";

type Props = { id: string; words: Record<"stop" | "stopping", string> };

export function StopList({ id, words }: Props) {
  const { state, form } = useActionForm(cancelListAction);
  return (
    <form {...form}>
      <input type="hidden" name="list" value={id} />
      <SubmitButton size="s" busyLabel={words.stopping}>
        {words.stop}
      </SubmitButton>
      {state.status === "refused" ? (
        <Note tone="refute" role="alert">
          {state.message}
        </Note>
      ) : null}
    </form>
  );
}
