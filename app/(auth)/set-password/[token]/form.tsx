"use client";

import { useEffect, useRef } from "react";
import { PasswordInput } from "#app/(auth)/password-input.tsx";
import { refusalOf, StepForm, type StepWords } from "#components/accounts/step-form.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { setPasswordAction } from "./actions.ts";

type Words = StepWords &
  Record<"password" | "hint" | "show" | "hide" | "done" | "doneText" | "toSignIn" | "badLink", string>;

/** The first password of an account, for whoever holds its one-time link. */
export function SetPasswordForm({ token, words }: { token: string; words: Words }) {
  const { state, errorOf, form } = useActionForm(setPasswordAction);
  const box = useRef<HTMLDivElement>(null);
  const isWeak = state.status === "refused" && state.code === "weak";
  useEffect(() => {
    // Read out with the field that it is about.
    if (isWeak && state.status === "refused") box.current?.querySelector("input")?.focus();
  }, [isWeak, state]);
  if (state.status === "done") return <Done words={words} />;
  // What is wrong with the password is said where it was typed.
  const refusal = errorOf("token") === undefined ? refusalOf(state) : words.badLink;
  return (
    <StepForm form={form} refusal={isWeak ? null : refusal} hidden={{ token }} words={words}>
      <div ref={box}>
        <PasswordInput
          label={words.password}
          autoComplete="new-password"
          hint={words.hint}
          error={errorOf("password") ?? (isWeak ? (refusal ?? undefined) : undefined)}
          words={words}
        />
      </div>
    </StepForm>
  );
}

/** Takes the place of the form, and its focus: where the reader was there is nothing any more. */
function Done({ words }: { words: Words }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <>
      <div ref={box} tabIndex={-1}>
        <Note tone="confirm" role="status" title={words.done}>
          {words.doneText}
        </Note>
      </div>
      <ButtonLink href="/sign-in" variant="primary" size="l" block>
        {words.toSignIn}
      </ButtonLink>
    </>
  );
}
