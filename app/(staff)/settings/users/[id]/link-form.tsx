"use client";

import { makeLinkAction } from "#app/(staff)/settings/users/actions.ts";
import { type LinkWords, OneTimeLinkNote } from "#app/(staff)/settings/users/one-time-link.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { DrawnFrom, type On } from "./drawn-from.tsx";

type Props = { on: On; name: string; words: { do: string; busy: string; link: LinkWords } };

/** A new link for somebody who is invited or locked out; the last one made stays shown until the page is left. */
export function LinkForm({ on, name, words }: Props) {
  const { state, form } = useActionForm(makeLinkAction);
  return (
    <form {...form} className="flex flex-col items-start gap-3">
      <Refused state={state} />
      <DrawnFrom on={on} />
      <input type="hidden" name="name" value={name} />
      <StepUpField state={state} />
      <SubmitButton busyLabel={words.busy}>{words.do}</SubmitButton>
      {state.status === "done" ? (
        <div className="w-full">
          <OneTimeLinkNote key={state.value.url} link={state.value} words={words.link} />
        </div>
      ) : null}
    </form>
  );
}
