"use client";

import { refreshAction } from "#app/(staff)/processes/actions.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";

type Props = { processId: string; words: Record<"refresh" | "refreshing", string> };

/** Asks Unico anew, unless it was asked a moment ago. */
export function RefreshForm({ processId, words }: Props) {
  const { state, form } = useActionForm(refreshAction);
  return (
    <form {...form}>
      <input type="hidden" name="processId" value={processId} />
      <SubmitButton busyLabel={words.refreshing} icon={<Icon name="refresh" size={14} />}>
        {words.refresh}
      </SubmitButton>
      <Refused state={state} />
    </form>
  );
}
