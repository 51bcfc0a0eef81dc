"use client";

import { type ReactNode, useEffect } from "react";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { dismissNoticesAction } from "./actions.ts";
import { useSay } from "./said.tsx";

const TONES = { done: "confirm", failed: "refute" } as const;

type Props = {
  kind: keyof typeof TONES;
  /** Null where there is nothing to tell: nothing is drawn, and what was just done is said all the same. */
  notice: { title: string; ends: readonly string[] } | null;
  words: { dismiss: string; dismissed: string };
  children: ReactNode;
};

/** What became of some files, until it is let go. */
export function DismissNotice({ kind, notice, words: { dismiss, dismissed }, children }: Props) {
  const { state, form } = useActionForm(dismissNoticesAction);
  const say = useSay();
  useEffect(() => {
    if (state.status === "done") say(dismissed);
  }, [state, say, dismissed]);
  if (!notice) return null;
  const { title, ends } = notice;
  return (
    <div className="px-6 pt-1 pb-3 phone:px-4">
      <Note
        tone={TONES[kind]}
        role="status"
        title={title}
        actions={
          <>
            {children}
            <form {...form} className="inline-flex flex-wrap items-center gap-2">
              <input type="hidden" name="kind" value={kind} />
              {ends.map((end) => (
                <input key={end} type="hidden" name="ends" value={end} />
              ))}
              <SubmitButton size="s" variant="quiet" busyLabel={dismiss} aria-label={`${dismiss}, ${title}`}>
                {dismiss}
              </SubmitButton>
              <span role="alert" className="text-xs text-refute empty:hidden">
                {state.status === "refused" ? state.message : ""}
              </span>
            </form>
          </>
        }
      />
    </div>
  );
}
