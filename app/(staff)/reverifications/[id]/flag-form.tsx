"use client";

import Link from "next/link";
import { TextArea } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { flagReverificationAction } from "./actions.ts";

type Props = {
  reverificationId: string;
  words: { note: string; hint: string; flag: string; flagging: string; flagged: string };
};

/** Hands a re-verification to the analysts: opens a case by hand, or joins the one that is open. */
export function FlagForm({ reverificationId, words }: Props) {
  const { state, errorOf, form } = useActionForm(flagReverificationAction);
  return (
    <form {...form} className="flex flex-col gap-3">
      <input type="hidden" name="reverificationId" value={reverificationId} />
      <TextArea
        id="note"
        name="note"
        label={words.note}
        hint={words.hint}
        error={errorOf("note")}
        maxLength={4000}
      />
      {state.status === "refused" ? (
        <Note tone="refute" role="alert">
          {state.message}
        </Note>
      ) : null}
      <div role="status">
        {state.status === "done" ? (
          <Note tone="accent" glyph="confirmed">
            {words.flagged}{" "}
            <Link className="link" href={`/cases/${state.value.number}`}>
              {state.value.number}
            </Link>
          </Note>
        ) : null}
      </div>
      <div>
        <SubmitButton busyLabel={words.flagging} icon={<Icon name="flag" size={14} />}>
          {words.flag}
        </SubmitButton>
      </div>
    </form>
  );
}
