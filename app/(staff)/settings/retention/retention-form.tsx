"use client";

import { TextInput } from "#components/ui/field.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { saveRetentionAction } from "./actions.ts";

type Row = { name: string; label: string; hint: string; days: number };
type Props = {
  version: number;
  rows: readonly Row[];
  words: { save: string; saving: string; saved: string };
};

/** Days of every class; the version that it was drawn from goes with it. */
export function RetentionForm({ version, rows, words }: Props) {
  const { state, errorOf, form } = useActionForm(saveRetentionAction);
  return (
    <form {...form} className="flex max-w-2xl flex-col items-start gap-4">
      <input type="hidden" name="version" value={version} />
      <div className="grid w-full grid-cols-2 gap-4 phone:grid-cols-1">
        {rows.map(({ name, label, hint, days }) => (
          <TextInput
            key={name}
            id={name}
            name={name}
            label={label}
            hint={hint}
            defaultValue={days}
            inputMode="numeric"
            autoComplete="off"
            error={errorOf(name)}
          />
        ))}
      </div>
      <Refused state={state} />
      <StepUpField state={state} />
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton variant="primary" busyLabel={words.saving}>
          {words.save}
        </SubmitButton>
        <span role="status" className="text-ink-2">
          {state.status === "done" ? words.saved : ""}
        </span>
      </div>
    </form>
  );
}
