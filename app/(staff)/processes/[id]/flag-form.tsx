"use client";

import Link from "next/link";
import { flagAction } from "#app/(staff)/processes/actions.ts";
import { TextArea } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";

type Props = {
  processId: string;
  words: Record<"note" | "hint" | "flag" | "flagging" | "done", string>;
};

export function FlagForm({ processId, words }: Props) {
  const { state, errorOf, form } = useActionForm(flagAction);
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
      <input type="hidden" name="processId" value={processId} />
      <div className="w-full">
        <TextArea
          id="flag-note"
          name="note"
          label={words.note}
          hint={words.hint}
          error={errorOf("note")}
          rows={3}
        />
      </div>
      {state.status === "refused" ? (
        <Note tone="refute" role="alert">
          {state.message}
        </Note>
      ) : null}
      <SubmitButton busyLabel={words.flagging} icon={<Icon name="flag" size={14} />}>
        {words.flag}
      </SubmitButton>
    </form>
  );
}
