"use client";

import { useEffect, useRef } from "react";
import { cancelListAction } from "#app/(staff)/processes/lists/actions.ts";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";

type Props = {
  id: string;
  /** Of a list that is over the form stays, and says what it did. */
  isOffered: boolean;
  words: Record<"stop" | "stopping" | "stopped", string>;
};

export function StopList({ id, isOffered, words }: Props) {
  const { state, form } = useActionForm(cancelListAction);
  const status = useRef<HTMLParagraphElement>(null);
  const isStopped = state.status === "done";
  useEffect(() => {
    // The button that had the focus is gone.
    if (isStopped) status.current?.focus();
  }, [isStopped]);
  return (
    <form {...form} className="ms-auto">
      <input type="hidden" name="list" value={id} />
      <p ref={status} tabIndex={-1} role="status" className={isStopped ? "font-medium" : "sr-only"}>
        {isStopped ? words.stopped : ""}
      </p>
      {isOffered ? (
        <SubmitButton size="s" busyLabel={words.stopping}>
          {words.stop}
        </SubmitButton>
      ) : null}
      <Refused state={state} />
    </form>
  );
}
