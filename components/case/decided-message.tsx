"use client";

import { useEffect, useState } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type FormAction, useActionForm } from "#components/ui/use-action-form.ts";

type Props<T> = {
  action: FormAction<T>;
  decided: { number: number; version: number; undoLeftMs: number };
  words: Record<"said" | "undo" | "undoing", string>;
};

/** Says what was decided a moment ago, and takes it back while that is possible. */
export function DecidedMessage<T>({ action, decided, words }: Props<T>) {
  const { number, version, undoLeftMs } = decided;
  const { state, pending, form } = useActionForm(action);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), undoLeftMs);
    return () => clearTimeout(timer);
  }, [undoLeftMs]);
  // A form under way ends as it ends.
  if (isOver && !pending && state.status !== "refused") return null;
  return (
    <div className="fixed end-6 top-15 z-60 flex w-90 flex-wrap items-center gap-3 rounded-md border border-line-strong bg-raised p-3 shadow-pop phone:start-4 phone:end-4 phone:w-auto">
      <p role="status" className="min-w-0 grow">
        {words.said}
      </p>
      {state.status === "refused" ? (
        <p role="alert" className="w-full text-refute">
          {state.message}
        </p>
      ) : (
        <form {...form}>
          <input type="hidden" name="number" value={number} />
          <input type="hidden" name="version" value={version} />
          <SubmitButton name="act" value="undo" size="s" busyLabel={words.undoing}>
            {words.undo}
          </SubmitButton>
        </form>
      )}
    </div>
  );
}
