"use client";

import { useEffect, useRef } from "react";
import { MentionArea } from "#components/case/mention-area.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import type { Colleague } from "#lib/features/cases/mention-rules.ts";
import { editNoteAction } from "./note-actions.ts";

export type EditWords = Record<"edit" | "text" | "hint" | "save" | "saving" | "saved", string> & {
  mention: { people: string; counted: readonly string[] };
};
type Props = {
  number: number;
  event: string;
  /** How often the text was put otherwise already: of two windows the second is told. */
  edits: number;
  text: string;
  colleagues: readonly Colleague[];
  words: EditWords;
};

/** The way to put one's own note otherwise: closed until it is wanted. */
export function NoteEdit({ number, event, edits, text, colleagues, words }: Props) {
  const { state, errorOf, form } = useActionForm(editNoteAction);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (state.status !== "done" || !details.current?.open) return;
    details.current.open = false;
    details.current.querySelector("summary")?.focus();
  }, [state]);
  return (
    <>
      <details ref={details} className="text-xs">
        <summary className="link inline-flex min-h-6 cursor-pointer items-center">{words.edit}</summary>
        <form {...form} className="flex flex-col gap-2 pt-2">
          <input type="hidden" name="number" value={number} />
          <input type="hidden" name="event" value={event} />
          <input type="hidden" name="edits" value={edits} />
          <Refused state={state} tone="doubt" />
          <MentionArea
            id={`text-${event}`}
            name="text"
            label={words.text}
            hint={words.hint}
            error={errorOf("text")}
            defaultValue={text}
            rows={4}
            colleagues={colleagues}
            words={words.mention}
          />
          <div>
            <SubmitButton size="s" busyLabel={words.saving}>
              {words.save}
            </SubmitButton>
          </div>
        </form>
      </details>
      {state.status === "done" ? (
        <p role="status" className="text-xs text-confirm">
          {[words.saved, state.value.said].filter(Boolean).join(" ")}
        </p>
      ) : null}
    </>
  );
}
