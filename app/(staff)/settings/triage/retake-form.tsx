"use client";

import { TextInput } from "#components/ui/field.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { retakeAction } from "./actions.ts";

type Props = {
  number: number;
  /** The version in force when the page was drawn. */
  after: number;
  words: { why: string; retake: string; label: string; busy: string };
};

/** Makes the rules of an older version those of the next one. */
export function RetakeForm({ number, after, words }: Props) {
  const { state, errorOf, form } = useActionForm(retakeAction);
  return (
    <form {...form} aria-label={words.label} className="flex flex-col items-start gap-3 pb-4">
      <input type="hidden" name="version" value={after} />
      <input type="hidden" name="number" value={number} />
      <div className="w-full">
        <TextInput
          id={`why-${number}`}
          name="note"
          label={words.why}
          error={errorOf("note")}
          maxLength={500}
          autoComplete="off"
        />
      </div>
      <Refused state={state} />
      <SubmitButton busyLabel={words.busy} aria-label={words.label}>
        {words.retake}
      </SubmitButton>
    </form>
  );
}
