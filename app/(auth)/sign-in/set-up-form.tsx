"use client";

import { ConfirmForm } from "#components/accounts/confirm-form.tsx";
import { RecoveryCodes, type RecoveryWords } from "#components/accounts/recovery-codes.tsx";
import type { Offered, SetUpWords } from "#components/accounts/set-up-steps.tsx";
import { refusalOf, StepForm, type StepWords } from "#components/accounts/step-form.tsx";
import { Note } from "#components/ui/note.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { confirmFirstAction, goOnAction } from "./actions.ts";

/** Leaves the steps behind for where the person was going. */
function GoOnForm({ from, words }: { from: string; words: StepWords }) {
  const { state, form } = useActionForm(goOnAction);
  return <StepForm form={form} refusal={refusalOf(state)} hidden={{ from }} words={words} />;
}

type Props = {
  from: string;
  /** Null once it is set up, when the page is drawn anew. */
  offered: Offered | null;
  words: {
    why: string;
    lost: string;
    setUp: SetUpWords;
    codes: RecoveryWords;
    kept: StepWords;
    goOn: StepWords;
  };
};

/** A first second factor: the key, a code of it, then the recovery codes, then on. */
export function SetUpForm({ from, offered, words }: Props) {
  const confirming = useActionForm(confirmFirstAction);
  const { state } = confirming;
  if (state.status === "done") {
    return (
      <>
        <RecoveryCodes codes={state.value.recoveryCodes} words={words.codes} />
        <GoOnForm from={from} words={words.kept} />
      </>
    );
  }
  if (!offered) {
    return (
      <>
        <Note tone="confirm" role="status">
          {words.lost}
        </Note>
        <GoOnForm from={from} words={words.goOn} />
      </>
    );
  }
  return (
    <ConfirmForm {...confirming} offered={offered} words={words.setUp}>
      <p className="text-ink-2">{words.why}</p>
    </ConfirmForm>
  );
}
