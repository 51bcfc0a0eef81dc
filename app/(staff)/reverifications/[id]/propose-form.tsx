"use client";

import type { ComponentProps } from "react";
import { RadioList } from "#components/ui/choice.tsx";
import { TextArea, TextInput } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { PORTAL_WORDS } from "#lib/features/reverifications/portal-words.ts";
import type { WaysOutWords } from "./reconcile-words.ts";

type Props = {
  id: string;
  form: ComponentProps<"form">;
  errorOf: (name: string) => string | undefined;
  words: WaysOutWords["propose"];
};

/** What a person read in Unico's portal. The id is asked for only where there is one. */
export function ProposeForm({ id, form, errorOf, words }: Props) {
  return (
    <form {...form} aria-label={words.title} className="group/propose flex w-full max-w-120 flex-col gap-3">
      <input type="hidden" name="act" value="propose" />
      <input type="hidden" name="id" value={id} />
      <RadioList
        legend={words.says}
        name="says"
        options={PORTAL_WORDS.map((value) => ({ value, label: words.option[value] }))}
        error={errorOf("says")}
      />
      <div className="hidden group-has-[[value=process]:checked]/propose:block">
        <TextInput
          id="portal-process-id"
          name="unicoProcessId"
          label={words.processId}
          hint={words.processIdHint}
          error={errorOf("unicoProcessId")}
          mono
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
        />
      </div>
      <TextArea
        id="portal-note"
        name="note"
        label={words.note}
        hint={words.noteHint}
        error={errorOf("note")}
        rows={3}
        maxLength={2_000}
      />
      <SubmitButton className="self-start" busyLabel={words.busy}>
        {words.do}
      </SubmitButton>
    </form>
  );
}
