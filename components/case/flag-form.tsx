"use client";

import Link from "next/link";
import { TextArea } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Note } from "#components/ui/note.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type FormAction, useActionForm } from "#components/ui/use-action-form.ts";

type Props = {
  action: FormAction<{ number: number }>;
  /** What is handed on: the name of the hidden field, and its id. */
  what: { name: "processId" | "reverificationId"; id: string };
  words: Record<"note" | "hint" | "flag" | "flagging" | "done", string>;
};

/** Hands something to the analysts: opens a case by hand, or joins the one that is open. */
export function FlagForm({ action, what, words }: Props) {
  const { state, errorOf, form } = useActionForm(action);
  if (state.status === "done") {
    return (
      <Note tone="confirm" role="status">
        {words.done}{" "}
        <Link href={`/cases/${state.value.number}`} prefetch={false} className="link">
          {state.value.number}
        </Link>
      </Note>
    );
  }
  return (
    <form {...form} className="flex flex-col items-start gap-3">
      <input type="hidden" name={what.name} value={what.id} />
      <div className="w-full">
        <TextArea
          id="flag-note"
          name="note"
          label={words.note}
          hint={words.hint}
          error={errorOf("note")}
          rows={3}
          maxLength={4_000}
        />
      </div>
      <Refused state={state} />
      <SubmitButton busyLabel={words.flagging} icon={<Icon name="flag" size={14} />}>
        {words.flag}
      </SubmitButton>
    </form>
  );
}
