"use client";

import { RecoveryCodes, type RecoveryWords } from "#components/accounts/recovery-codes.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { renewCodesAction } from "./actions.ts";

type Words = { renew: string; renewing: string; text: string; codes: RecoveryWords };

/** New recovery codes in the place of those before. */
export function RenewCodes({ words }: { words: Words }) {
  const { state, form } = useActionForm(renewCodesAction);
  if (state.status === "done") return <RecoveryCodes codes={state.value.recoveryCodes} words={words.codes} />;
  return (
    <form {...form} className="flex flex-col items-start gap-3">
      <Refused state={state} tone="doubt" />
      <StepUpField state={state} />
      <p className="text-ink-2">{words.text}</p>
      <SubmitButton busyLabel={words.renewing}>{words.renew}</SubmitButton>
    </form>
  );
}
