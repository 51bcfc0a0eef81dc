"use client";

import { RecoveryCodes, type RecoveryWords } from "#components/accounts/recovery-codes.tsx";
import { type Offered, SetUpSteps, type SetUpWords } from "#components/accounts/set-up-steps.tsx";
import { Note } from "#components/ui/note.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { confirmFirstAction, goOnAction } from "./actions.ts";

type GoOnProps = { from: string; words: Record<"goOn" | "goingOn", string> };

/** Leaves the steps behind for where the person was going. */
function GoOnForm({ from, words }: GoOnProps) {
  const { state, form } = useActionForm(goOnAction);
  return (
    <form {...form} className="flex flex-col gap-4">
      {state.status === "refused" ? (
        <Note tone="refute" role="alert">
          {state.message}
        </Note>
      ) : null}
      <input type="hidden" name="from" value={from} />
      <SubmitButton variant="primary" size="l" block busyLabel={words.goingOn}>
        {words.goOn}
      </SubmitButton>
    </form>
  );
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
    kept: GoOnProps["words"];
    goOn: GoOnProps["words"];
  };
};

/** A first second factor: the key, a code of it, then the recovery codes, then on. */
export function SetUpForm({ from, offered, words }: Props) {
  const { state, errorOf, form } = useActionForm(confirmFirstAction);
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
    <form {...form} className="flex flex-col gap-4">
      <p className="text-ink-2">{words.why}</p>
      {state.status === "refused" ? (
        <Note tone="refute" role="alert">
          {state.message}
        </Note>
      ) : null}
      <SetUpSteps
        offered={offered}
        words={words.setUp}
        error={errorOf("code")}
        emptiedBy={state.status === "refused" ? state : undefined}
      />
      <SubmitButton variant="primary" size="l" block busyLabel={words.setUp.submitting}>
        {words.setUp.submit}
      </SubmitButton>
    </form>
  );
}
