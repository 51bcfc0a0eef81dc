"use client";

import { TextInput } from "#components/ui/field.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { removeFileAction } from "./file-actions.ts";

type Props = {
  number: number;
  file: string;
  /** Whoever removes what another attached, or what has lain there for a while, says why. */
  explained: boolean;
  /** The accessible name of what opens it. */
  label: string;
  words: RemoveWords;
};
export type RemoveWords = Record<"remove" | "text" | "why" | "confirm" | "removing", string>;

/** The way to take a file away: closed until it is wanted. */
export function RemoveFile({ number, file, explained, label, words }: Props) {
  const { state, errorOf, form } = useActionForm(removeFileAction);
  // Since the page was drawn, the moment may have passed in which nobody asks.
  const asked = state.status === "refused" && state.code === "why_needed" ? state.message : undefined;
  return (
    <details className="text-xs">
      <summary aria-label={label} className="link inline-flex min-h-6 cursor-pointer items-center self-start">
        {words.remove}
      </summary>
      <form {...form} className="flex flex-col gap-2 pt-1">
        <input type="hidden" name="number" value={number} />
        <input type="hidden" name="file" value={file} />
        {asked ? null : <Refused state={state} tone="doubt" />}
        <p className="text-ink-2">{words.text}</p>
        {explained || asked ? (
          <TextInput
            id={`why-${file}`}
            name="why"
            label={words.why}
            error={asked ?? errorOf("why")}
            maxLength={1_000}
            autoComplete="off"
            dir="auto"
          />
        ) : null}
        <div>
          <SubmitButton size="s" busyLabel={words.removing}>
            {words.confirm}
          </SubmitButton>
        </div>
      </form>
    </details>
  );
}
