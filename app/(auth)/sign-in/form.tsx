"use client";

import { useEffect, useRef } from "react";
import { PasswordInput } from "#app/(auth)/password-input.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { signInAction } from "./actions.ts";

type Props = {
  from: string;
  words: Record<"email" | "password" | "show" | "hide" | "submit" | "submitting", string>;
};

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
    <form {...form} className="flex flex-col gap-4">
      {state.status === "refused" ? (
        <Note tone="refute" role="alert">
          {state.message}
        </Note>
      ) : null}
      <input type="hidden" name="from" value={from} />
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
      <SubmitButton variant="primary" size="l" block busyLabel={words.submitting}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
