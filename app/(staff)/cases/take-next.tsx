"use client";

import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { takeNextAction } from "./actions.ts";

/** Opens the most due case that nobody has; says so when there is none. */
export function TakeNext({
  words,
  large = false,
}: {
  words: { take: string; taking: string };
  large?: boolean;
}) {
  const { state, form } = useActionForm(takeNextAction);
  return (
    <form {...form} className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      <span role="status" className="text-ink-2">
        {state.status === "refused" ? state.message : ""}
      </span>
      <SubmitButton variant="primary" size={large ? "l" : "m"} busyLabel={words.taking} kbd="N">
        {words.take}
      </SubmitButton>
    </form>
  );
}
