"use client";

import { FieldError } from "#components/ui/field.tsx";
import { type FormAction, useActionForm } from "#components/ui/use-action-form.ts";
import { SearchBox } from "./search-box.tsx";

export type SearchAction = FormAction<unknown>;
type Props = {
  action: SearchAction;
  value: string;
  /** The rest of the table's state, as its address writes it. */
  state: string;
  words: { label: string; placeholder: string };
};

/** Posted and not a GET form, because a CPF may be typed here. What it leads to is an address without one. */
export function SearchForm({ action, value, state: rest, words }: Props) {
  const { state, errorOf, form } = useActionForm(action);
  const trouble = errorOf("q") ?? (state.status === "refused" ? state.message : undefined);
  return (
    <form {...form} className="flex min-w-0 flex-col gap-1 phone:grow phone:basis-56">
      <input type="hidden" name="state" value={rest} />
      <div className="flex">
        <SearchBox name="q" value={value} label={words.label} placeholder={words.placeholder} kbd="/" />
      </div>
      {trouble ? <FieldError id="search-error">{trouble}</FieldError> : null}
    </form>
  );
}
