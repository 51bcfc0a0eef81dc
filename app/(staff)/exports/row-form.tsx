"use client";

import { useEffect } from "react";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { cancelExportAction, endScheduleAction, retryExportAction } from "./actions.ts";
import { useSay } from "./said.tsx";

const ACTIONS = { cancel: cancelExportAction, retry: retryExportAction, end: endScheduleAction };

type Props = {
  act: keyof typeof ACTIONS;
  id: string;
  label: string;
  name: string;
  /** Said once it is done. */
  done: string;
  /** Where it is not, nothing is drawn, and what was just done is said all the same. */
  isOffered: boolean;
};

/** One act on one export, or on one schedule. */
export function RowForm({ act, id, label, name, done, isOffered }: Props) {
  const { state, form } = useActionForm(ACTIONS[act]);
  const say = useSay();
  useEffect(() => {
    if (state.status === "done") say(done);
  }, [state, say, done]);
  if (!isOffered) return null;
  return (
    <form {...form} className="inline-flex flex-wrap items-center gap-2">
      <input type="hidden" name="id" value={id} />
      <StepUpField state={state} />
      <SubmitButton size="s" variant="quiet" busyLabel={label} aria-label={`${label}, ${name}`}>
        {label}
      </SubmitButton>
      <span role="alert" className="text-xs text-refute empty:hidden">
        {state.status === "refused" ? state.message : ""}
      </span>
    </form>
  );
}
