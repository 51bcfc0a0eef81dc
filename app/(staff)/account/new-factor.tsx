"use client";

import { ConfirmForm } from "#components/accounts/confirm-form.tsx";
import { RecoveryCodes, type RecoveryWords } from "#components/accounts/recovery-codes.tsx";
import type { Offered, SetUpWords } from "#components/accounts/set-up-steps.tsx";
import { Note } from "#components/ui/note.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { beginFactorAction, confirmFactorAction } from "./actions.ts";

type Words = {
  begin: string;
  beginning: string;
  text: string | undefined;
  setUp: SetUpWords;
  codes: RecoveryWords;
  done: string;
  others: string;
};

/** Sets a second factor up, or another in its place: a fresh proof, the key, a code of it, the recovery codes. */
export function NewFactor({ words }: { words: Words }) {
  const { state, form } = useActionForm(beginFactorAction);
  if (state.status === "done") return <Confirm offered={state.value} words={words} />;
  return (
    <form {...form} className="flex flex-col items-start gap-3">
      <Refused state={state} tone="doubt" />
      <StepUpField state={state} />
      {words.text ? <p className="text-ink-2">{words.text}</p> : null}
      <SubmitButton busyLabel={words.beginning}>{words.begin}</SubmitButton>
    </form>
  );
}

function Confirm({ offered, words }: { offered: Offered; words: Words }) {
  const confirming = useActionForm(confirmFactorAction);
  const { state } = confirming;
  if (state.status === "done") {
    return (
      <>
        <Note tone="confirm" role="status" title={words.done}>
          {words.others}
        </Note>
        <RecoveryCodes codes={state.value.recoveryCodes} words={words.codes} />
      </>
    );
  }
  return <ConfirmForm {...confirming} offered={offered} words={words.setUp} isSmall />;
}
