"use client";

import { type KeyboardEvent, useEffect, useEffectEvent } from "react";
import { Button } from "./button.tsx";
import { type Option, Select } from "./field.tsx";
import { Refused } from "./refused.tsx";
import { SubmitButton } from "./submit-button.tsx";
import { type FormAction, useActionForm } from "./use-action-form.ts";

export type RevealFormProps = {
  action: FormAction<string>;
  /** What is revealed, of which record: sent with the reason. */
  what: { field: string; place: string; record: string };
  reasons: readonly Option[];
  words: {
    reason: string;
    why: string;
    audited: string;
    /** The whole name of the button that `show` is short for. */
    reveal: string;
    show: string;
    showing: string;
    cancel: string;
  };
  formId: string;
  onValue: (value: string) => void;
  onCancel: () => void;
};

/** Asks why, in the place of the value. Gone as soon as the value came, and the answer with it. */
export function RevealForm({ action, what, reasons, words, formId, onValue, onCancel }: RevealFormProps) {
  const { state, errorOf, form } = useActionForm(action);
  const give = useEffectEvent(onValue);
  useEffect(() => {
    if (state.status === "done") give(state.value);
  }, [state]);
  useEffect(() => document.getElementById(formId)?.focus(), [formId]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onCancel();
  };
  return (
    <form {...form} onKeyDown={onKeyDown} className="flex w-full min-w-0 flex-col gap-2 py-1">
      {Object.entries(what).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Select
        id={formId}
        name="reason"
        label={words.reason}
        hint={`${words.why} ${words.audited}`}
        options={reasons}
        defaultValue=""
        error={errorOf("reason")}
      />
      <Refused state={state} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton size="s" busyLabel={words.showing} aria-label={words.reveal}>
          {words.show}
        </SubmitButton>
        <Button size="s" variant="quiet" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}
