"use client";

import { useEffect, useRef } from "react";
import { refusalOf, StepForm, type StepWords } from "#components/accounts/step-form.tsx";
import { CodeField } from "#components/ui/code-field.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { answerCodeAction, answerRecoveryAction } from "./actions.ts";

type Props = { from: string; words: StepWords & Record<"label" | "hint", string> };

/** The step before left nothing behind that could hold the focus: it goes to the one field there is, read out. */
function useFocusOnField() {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector("input")?.focus(), []);
  return box;
}

/** The second step: a code of the app. Refused, the field is emptied, with the hand already on it. */
export function CodeForm({ from, words }: Props) {
  const { state, errorOf, form } = useActionForm(answerCodeAction);
  const box = useFocusOnField();
  return (
    <StepForm form={form} refusal={refusalOf(state)} hidden={{ from }} words={words}>
      <div ref={box}>
        <CodeField
          id="code"
          name="code"
          label={words.label}
          hint={words.hint}
          error={errorOf("code")}
          sendsItself
          emptiedBy={state.status === "refused" ? state : undefined}
        />
      </div>
    </StepForm>
  );
}

/** The same step for who is without the app. What was typed stays: it is long, and one letter of it was wrong. */
export function RecoveryForm({ from, words }: Props) {
  const { state, errorOf, form } = useActionForm(answerRecoveryAction);
  const box = useFocusOnField();
  useEffect(() => {
    if (state.status === "refused") box.current?.querySelector("input")?.focus();
  }, [state, box]);
  return (
    <StepForm form={form} refusal={refusalOf(state)} hidden={{ from }} words={words}>
      <div ref={box}>
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
      </div>
    </StepForm>
  );
}
