"use client";

import { changeBranchesAction } from "#app/(staff)/settings/users/actions.ts";
import { ChipChoices } from "#components/ui/choice.tsx";
import type { Option } from "#components/ui/field.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { DrawnFrom, type On } from "./drawn-from.tsx";
import { SaveRow, type SaveWords } from "./save-row.tsx";

type Props = {
  on: On;
  given: readonly string[];
  branches: readonly Option[];
  words: SaveWords & { branches: string };
};

export function BranchesForm({ on, given, branches, words }: Props) {
  const { state, errorOf, form } = useActionForm(changeBranchesAction);
  return (
    <form {...form} className="flex flex-col gap-3">
      <Refused state={state} />
      <DrawnFrom on={on} />
      <ChipChoices
        legend={<span className="sr-only">{words.branches}</span>}
        name="branches"
        options={branches}
        defaultValues={given}
        error={errorOf("branches")}
      />
      <StepUpField state={state} />
      <SaveRow about="branches-title" isSaved={state.status === "done"} words={words} />
    </form>
  );
}
