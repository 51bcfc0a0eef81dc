"use client";

import { changeRoleAction } from "#app/(staff)/settings/users/actions.ts";
import { type Option, Select } from "#components/ui/field.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { DrawnFrom, type On } from "./drawn-from.tsx";
import { SaveRow, type SaveWords } from "./save-row.tsx";

type Props = { on: On; role: string; roles: readonly Option[]; words: SaveWords & { role: string } };

export function RoleForm({ on, role, roles, words }: Props) {
  const { state, errorOf, form } = useActionForm(changeRoleAction);
  return (
    <form {...form} className="flex flex-col gap-3">
      <Refused state={state} />
      <DrawnFrom on={on} />
      <Select
        id="role"
        name="role"
        label={words.role}
        labelHidden
        options={roles}
        defaultValue={role}
        error={errorOf("role")}
      />
      <StepUpField state={state} />
      <SaveRow about="role-title" isSaved={state.status === "done"} words={words} />
    </form>
  );
}
