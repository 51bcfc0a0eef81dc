"use client";

import { PasswordInput } from "#app/(auth)/password-input.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { setPasswordAction } from "./actions.ts";

type Words = Record<
  | "password"
  | "hint"
  | "show"
  | "hide"
  | "submit"
  | "submitting"
  | "done"
  | "doneText"
  | "toSignIn"
  | "badLink",
  string
>;

/** The first password of an account, for whoever holds its one-time link. */
export function SetPasswordForm({ token, words }: { token: string; words: Words }) {
  const { state, errorOf, form } = useActionForm(setPasswordAction);
  if (state.status === "done") {
    return (
      <>
        <Note tone="confirm" role="status" title={words.done}>
          {words.doneText}
        </Note>
        <ButtonLink href="/sign-in" variant="primary" size="l" block>
          {words.toSignIn}
        </ButtonLink>
      </>
    );
  }
  const refused = state.status === "refused" ? state : null;
  // What is wrong with the password is said where it was typed.
  const weak = refused?.code === "weak" ? refused.message : undefined;
  const refusal = refused && !weak ? refused.message : errorOf("token") === undefined ? null : words.badLink;
  return (
    <form {...form} className="flex flex-col gap-4">
      {refusal ? (
        <Note tone="refute" role="alert">
          {refusal}
        </Note>
      ) : null}
      <input type="hidden" name="token" value={token} />
      <PasswordInput
        label={words.password}
        autoComplete="new-password"
        hint={words.hint}
        error={errorOf("password") ?? weak}
        words={words}
      />
      <SubmitButton variant="primary" size="l" block busyLabel={words.submitting}>
        {words.submit}
      </SubmitButton>
    </form>
  );
}
