"use client";

import { Checkbox } from "#components/ui/checkbox.tsx";
import { type Option, Select } from "#components/ui/field.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { savePreferencesAction } from "./actions.ts";

type Choice = { label: string; value: string; options: readonly Option[] };
type Props = {
  locale: Choice;
  theme: Choice;
  letterKeys: { label: string; hint: string; value: boolean };
  words: { save: string; saving: string; saved: string };
};

export function PreferencesForm({ locale, theme, letterKeys, words }: Props) {
  const { state, errorOf, form } = useActionForm(savePreferencesAction);
  return (
    <form {...form} className="flex flex-col items-start gap-4">
      <Refused state={state} />
      <div className="grid w-full grid-cols-2 gap-4 phone:grid-cols-1">
        <Select
          id="locale"
          name="locale"
          label={locale.label}
          options={locale.options}
          defaultValue={locale.value}
          error={errorOf("locale")}
        />
        <Select
          id="theme"
          name="theme"
          label={theme.label}
          options={theme.options}
          defaultValue={theme.value}
          error={errorOf("theme")}
        />
      </div>
      <div className="flex flex-col gap-1">
        <Checkbox
          name="letterKeys"
          label={letterKeys.label}
          defaultChecked={letterKeys.value}
          aria-describedby="letter-keys-hint"
        />
        <p id="letter-keys-hint" className="ps-6 text-xs text-ink-2">
          {letterKeys.hint}
        </p>
      </div>
      <div className="flex items-center gap-3">
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
