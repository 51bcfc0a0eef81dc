"use client";

import { useEffect, useRef, useState } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type FormAction, useActionForm } from "#components/ui/use-action-form.ts";

const TICK_MS = 200;

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
  const message = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let leftMs = undoLeftMs;
    const timer = setInterval(() => {
      // Nothing goes away under a pointer or a focus.
      if (message.current?.matches(":hover, :focus-within")) return;
      leftMs -= TICK_MS;
      if (leftMs > 0) return;
      clearInterval(timer);
      setOver(true);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [undoLeftMs]);
  // A form under way ends as it ends.
  if (isOver && !pending && state.status !== "refused") return null;
  return (
    <div
      ref={message}
      className="fixed end-6 top-15 z-60 flex w-90 flex-wrap items-center gap-3 rounded-md border border-line-strong bg-raised p-3 shadow-pop phone:start-4 phone:end-4 phone:w-auto"
    >
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
          <SubmitButton name="act" value="undo" size="s" kbd="U" busyLabel={words.undoing}>
            {words.undo}
          </SubmitButton>
        </form>
      )}
    </div>
  );
}
