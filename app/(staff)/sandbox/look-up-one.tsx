"use client";

import { lookUpAction } from "#app/(staff)/processes/actions.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";

type Props = { id: string; words: Record<"lookUp" | "lookingUp" | "name", string> };

/** One button in place of the look-up's field. */
export function LookUpOne({ id, words }: Props) {
  const { state, form } = useActionForm(lookUpAction);
  return (
    <form {...form} className="flex flex-col items-end">
      <input type="hidden" name="processId" value={id} />
      <SubmitButton size="s" busyLabel={words.lookingUp} aria-label={words.name}>
        {words.lookUp}
      </SubmitButton>
      {state.status === "refused" ? (
        <p role="alert" className="whitespace-normal text-refute">
          {state.message}
        </p>
      ) : null}
    </form>
  );
}
