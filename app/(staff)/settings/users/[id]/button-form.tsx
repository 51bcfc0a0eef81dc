"use client";

import { useEffect, useRef } from "react";
import { pressButtonAction } from "#app/(staff)/settings/users/actions.ts";
import { Refused } from "#components/ui/refused.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { DrawnFrom, type On } from "./drawn-from.tsx";

type Props = {
  act: "disable" | "enable" | "sessions" | "second_factor";
  on: On;
  /** Where there is nothing to do the form stays, and says what it did. */
  isOffered: boolean;
  words: { do: string; busy: string };
};

export function ButtonForm({ act, on, isOffered, words }: Props) {
  const { state, form } = useActionForm(pressButtonAction);
  const status = useRef<HTMLParagraphElement>(null);
  const said = state.status === "done" ? state.value : "";
  useEffect(() => {
    // The button that had the focus is gone or means something else now.
    if (state.status === "done") status.current?.focus();
  }, [state]);
  return (
    <form {...form} className="flex flex-col items-start gap-3">
      <Refused state={state} />
      <p ref={status} tabIndex={-1} role="status" className={said ? "font-medium" : "sr-only"}>
        {said}
      </p>
      <DrawnFrom on={on} />
      <input type="hidden" name="act" value={act} />
      <StepUpField state={state} />
      {isOffered ? <SubmitButton busyLabel={words.busy}>{words.do}</SubmitButton> : null}
    </form>
  );
}
