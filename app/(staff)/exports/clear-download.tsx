"use client";

import { useEffect } from "react";
import { Icon } from "#components/ui/icon.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { prepareDownloadAction } from "./actions.ts";

/** Proves first who asks: a file with personal data in the clear leaves for nobody else. */
export function ClearDownload({ id, label, name }: { id: string; label: string; name: string }) {
  const { state, form } = useActionForm(prepareDownloadAction);
  useEffect(() => {
    // An attachment: the page stays where it is.
    if (state.status === "done") window.location.assign(`/api/exports/${id}/download`);
  }, [state, id]);
  return (
    <form {...form} className="inline-flex flex-wrap items-center gap-2">
      <input type="hidden" name="id" value={id} />
      <StepUpField state={state} />
      <SubmitButton size="s" busyLabel={label} title={name} icon={<Icon name="download" size={14} />}>
        {label}
      </SubmitButton>
      <span role="alert" className="text-xs text-refute empty:hidden">
        {state.status === "refused" ? state.message : ""}
      </span>
    </form>
  );
}
