"use client";

import { type ReactNode, useEffect } from "react";
import { TextInput } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { lookUpAction } from "./actions.ts";

type Props = {
  value: string;
  /** Whether the page is for this field, and begins in it. */
  isFirst: boolean;
  troubles: Readonly<Record<string, ReactNode>>;
  words: Record<"label" | "hint" | "lookUp" | "lookingUp", string>;
};

const FIELD_ID = "process-id";

export function LookUpForm({ value, isFirst, troubles, words }: Props) {
  const { state, errorOf, form } = useActionForm(lookUpAction);
  useEffect(() => {
    if (isFirst) document.getElementById(FIELD_ID)?.focus();
  }, [isFirst]);
  return (
    <div className="flex max-w-226 flex-col gap-3 px-6 py-4 phone:px-4">
      <form {...form} className="flex items-start gap-2 phone:flex-col phone:items-stretch">
        <div className="min-w-0 grow">
          <TextInput
            id={FIELD_ID}
            name="processId"
            label={words.label}
            labelHidden
            hint={words.hint}
            error={errorOf("processId")}
            defaultValue={value}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            large
            mono
          />
        </div>
        <SubmitButton variant="primary" size="l" busyLabel={words.lookingUp}>
          {words.lookUp}
        </SubmitButton>
      </form>
      {state.status === "refused" ? (
        <div role="alert">{troubles[state.code] ?? <Note tone="refute">{state.message}</Note>}</div>
      ) : null}
    </div>
  );
}
