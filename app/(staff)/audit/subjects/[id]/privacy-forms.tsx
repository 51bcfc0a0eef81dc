"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { FieldError, type Option, Select } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type FormAction, useActionForm } from "#components/ui/use-action-form.ts";
import { prepareFileAction } from "./privacy-actions.ts";

type Words = { title: string; text: string; reason: string; send: string; sending: string; done: string };
type Props<T> = {
  action: FormAction<T>;
  fields: Record<string, string>;
  id: string;
  reasons?: readonly Option[];
  /** The words of a box to be ticked first, for what cannot be undone. */
  sure?: string;
  words: Words;
  onDone?: (form: HTMLFormElement) => void;
};

/** An act with a reason from a closed list, and a fresh proof of who sits there where the act asks for one. */
export function ReasonForm<T>({ action, fields, id, reasons, sure, words, onDone }: Props<T>) {
  const { state, errorOf, form } = useActionForm(action);
  const tellDone = useEffectEvent(() => {
    if (form.ref.current) onDone?.(form.ref.current);
  });
  useEffect(() => {
    if (state.status === "done") tellDone();
  }, [state]);
  return (
    <form {...form} aria-labelledby={`${id}-title`} className="flex min-w-0 flex-col items-start gap-3">
      <h3 id={`${id}-title`} className="font-medium">
        {words.title}
      </h3>
      <p className="max-w-prose text-ink-2">{words.text}</p>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {reasons ? (
        <Select
          id={`${id}-reason`}
          name="reason"
          label={words.reason}
          options={reasons}
          defaultValue=""
          error={errorOf("reason")}
        />
      ) : null}
      {sure ? (
        <div>
          <Checkbox
            label={sure}
            name="sure"
            value="yes"
            aria-invalid={errorOf("sure") ? true : undefined}
            aria-describedby={errorOf("sure") ? `${id}-sure-error` : undefined}
          />
          {errorOf("sure") ? <FieldError id={`${id}-sure-error`}>{errorOf("sure")}</FieldError> : null}
        </div>
      ) : null}
      {state.status === "refused" ? (
        <Note tone={state.code === "step_up" ? "plain" : "refute"} role="alert">
          {state.message}
        </Note>
      ) : null}
      <StepUpField state={state} />
      <SubmitButton busyLabel={words.sending}>{words.send}</SubmitButton>
      <span role="status" className="text-ink-2">
        {state.status === "done" ? words.done : ""}
      </span>
    </form>
  );
}

type FileProps = { subject: string; reasons: readonly Option[]; words: Words };

/** Proves first who asks; then the browser posts the same reason for the file itself. */
export function FileForm({ subject, reasons, words }: FileProps) {
  const download = useRef<HTMLFormElement>(null);
  const reason = useRef<HTMLInputElement>(null);
  const send = (form: HTMLFormElement) => {
    if (!reason.current) return;
    reason.current.value = String(new FormData(form).get("reason") ?? "");
    download.current?.submit();
  };
  return (
    <div>
      <ReasonForm
        action={prepareFileAction}
        fields={{ subject }}
        id="file"
        reasons={reasons}
        words={words}
        onDone={send}
      />
      <form ref={download} method="post" action={`/api/subjects/${subject}/file`} hidden>
        <input ref={reason} type="hidden" name="reason" />
      </form>
    </div>
  );
}
