"use client";

import { useEffect } from "react";
import { TextInput } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Refused } from "#components/ui/refused.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useActionForm } from "#components/ui/use-action-form.ts";
import { tagCaseAction } from "./tag-actions.ts";

type Props = {
  number: number;
  tags: readonly { name: string; removeLabel: string }[];
  /** Those that the company uses. */
  known: readonly string[];
  words: Record<"add" | "adding" | "field" | "hint" | "added" | "removed", string>;
};

/** Tags of the case, each with the way to take it off, and a field that offers those the company uses. */
export function TagForm({ number, tags, known, words }: Props) {
  const { state, errorOf, form } = useActionForm(tagCaseAction);
  const { ref } = form;
  useEffect(() => {
    const field = ref.current?.elements.namedItem("tag");
    if (state.status !== "done" || !(field instanceof HTMLInputElement)) return;
    if (state.value.isAdded) field.value = "";
    // The button of a tag that was removed is gone, and the focus with it.
    field.focus({ preventScroll: true });
  }, [state, ref]);
  return (
    <form {...form} className="flex flex-col gap-2">
      <input type="hidden" name="number" value={number} />
      {/* Enter presses the first button of a form, which must not be one that removes. */}
      <button type="submit" hidden tabIndex={-1} />
      {tags.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {tags.map(({ name, removeLabel }) => (
            <li key={name} className="chip">
              <b className="max-w-64 truncate font-medium">{name}</b>
              <button type="submit" name="remove" value={name} aria-label={removeLabel}>
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <Refused state={state} tone="doubt" />
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
        <TextInput
          id="tag"
          name="tag"
          label={words.field}
          labelHidden
          hint={words.hint}
          error={errorOf("tag")}
          list="known-tags"
          maxLength={60}
          autoComplete="off"
          dir="auto"
        />
        <SubmitButton busyLabel={words.adding}>{words.add}</SubmitButton>
      </div>
      <datalist id="known-tags">
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {state.status === "done" ? (
        <p role="status" className="text-xs text-confirm">
          {state.value.isAdded ? words.added : words.removed}
        </p>
      ) : null}
    </form>
  );
}
