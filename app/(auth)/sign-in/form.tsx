"use client";

import { useEffect, useRef } from "react";
import { PasswordInput } from "#app/(auth)/password-input.tsx";
import { refusalOf, StepForm, type StepWords } from "#components/accounts/step-form.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { signInAction } from "./actions.ts";

type Props = { from: string; words: StepWords & Record<"email" | "password" | "show" | "hide", string> };

/** Refused, the email stays and the password is emptied, with the hand already on it. */
export function SignInForm({ from, words }: Props) {
  const { state, errorOf, form } = useActionForm(signInAction);
  const password = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const input = password.current?.querySelector("input");
    if (state.status !== "refused" || !input) return;
    input.value = "";
    input.focus();
  }, [state]);
  return (
    <StepForm form={form} refusal={refusalOf(state)} hidden={{ from }} words={words}>
      <TextInput
        id="email"
        name="email"
        type="email"
        label={words.email}
        error={errorOf("email")}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        large
      />
      <div ref={password}>
        <PasswordInput
          label={words.password}
          autoComplete="current-password"
          error={errorOf("password")}
          words={words}
        />
      </div>
    </StepForm>
  );
}
