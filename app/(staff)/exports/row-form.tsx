"use client";

import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { cancelExportAction, endScheduleAction, retryExportAction } from "./actions.ts";

const ACTIONS = { cancel: cancelExportAction, retry: retryExportAction, end: endScheduleAction };

type Props = { act: keyof typeof ACTIONS; id: string; label: string; name: string };

/** One act on one export, or on one schedule. */
export function RowForm({ act, id, label, name }: Props) {
  const { state, form } = useActionForm(ACTIONS[act]);
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
