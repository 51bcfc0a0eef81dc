"use client";

import { CodeField } from "#components/ui/code-field.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { answerCodeAction, answerRecoveryAction } from "./actions.ts";

type Words = Record<"label" | "hint" | "submit" | "submitting", string>;
type Props = { from: string; words: Words };

/** The second step: a code of the app. Refused, the field is emptied, with the hand already on it. */
export function CodeForm({ from, words }: Props) {
  const { state, errorOf, form } = useActionForm(answerCodeAction);
  return (
    <form {...form} className="flex flex-col gap-4">
      {state.status === "refused" ? (
        <Note tone="refute" role="alert">
          {state.message}
        </Note>
      ) : null}
      <input type="hidden" name="from" value={from} />
      <CodeField
        id="code"
        name="code"
        label={words.label}
        hint={words.hint}
        error={errorOf("code")}
        sendsItself
        emptiedBy={state.status === "refused" ? state : undefined}
      />
      <SubmitButton variant="primary" size="l" block busyLabel={words.submitting}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}

/** The same step for who is without the app. */
export function RecoveryForm({ from, words }: Props) {
  const { state, errorOf, form } = useActionForm(answerRecoveryAction);
  return (
    <form {...form} className="flex flex-col gap-4">
      {state.status === "refused" ? (
        <Note tone="refute" role="alert">
          {state.message}
        </Note>
      ) : null}
      <input type="hidden" name="from" value={from} />
      <TextInput
        id="recovery"
        name="recovery"
        label={words.label}
        hint={words.hint}
        error={errorOf("recovery")}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        required
        large
        mono
      />
      <SubmitButton variant="primary" size="l" block busyLabel={words.submitting}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
