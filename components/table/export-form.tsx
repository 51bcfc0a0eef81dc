"use client";

import Link from "next/link";
import { useEffect, useId, useState } from "react";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Select } from "#components/ui/field.tsx";
import { Note } from "#components/ui/note.tsx";
import { StepUpField } from "#components/ui/step-up-field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type FormAction, useActionForm } from "#components/ui/use-action-form.ts";

type Option = { value: string; label: string };
type Word =
  | "title"
  | "format"
  | "separator"
  | "bom"
  | "columns"
  | "personal"
  | "reason"
  | "text"
  | "send"
  | "sending"
  | "comes"
  | "every"
  | "hour"
  | "toExports";
export type ExportFormProps = {
  action: FormAction<{ href: string } | { said: string }>;
  list: string;
  /** What the list is narrowed by and its order, as its address writes it. */
  state: string;
  /** Picked rows by their keys; none for all that the filters find. */
  keys?: readonly string[];
  /** None where all belong together. */
  columns: readonly (Option & { isShown: boolean })[];
  formats: readonly Option[];
  separators: readonly Option[];
  /** How often; the first is once, now. None where that cannot be chosen. */
  repeats: readonly Option[];
  /** Null where personal data is never given in the clear. */
  reasons: readonly Option[] | null;
  words: Record<Word, string>;
};

const HOURS = Array.from({ length: 24 }, (_hour, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

/** What the file is to be: it comes at once, or it is made in the background and waits. */
export function ExportForm(props: ExportFormProps) {
  const {
    action,
    list,
    state: address,
    keys = [],
    columns,
    formats,
    separators,
    reasons,
    repeats,
    words,
  } = props;
  const { state, errorOf, form } = useActionForm(action);
  // A list may show two of them.
  const id = useId();
  const [isPersonal, setPersonal] = useState(false);
  const [format, setFormat] = useState(formats[0]?.value);
  const [every, setEvery] = useState(repeats[0]?.value);
  const isRepeated = every !== repeats[0]?.value;
  const given = state.status === "done" ? state.value : null;
  const href = given && "href" in given ? given.href : null;
  useEffect(() => {
    // An attachment: the page stays where it is.
    if (href) window.location.assign(href);
  }, [href]);
  return (
    <form {...form} className="grid gap-4 p-4" aria-label={words.title}>
      <p className="font-medium">{words.title}</p>
      <input type="hidden" name="list" value={list} />
      <input type="hidden" name="state" value={address} />
      {keys.map((key) => (
        <input key={key} type="hidden" name="keys" value={key} />
      ))}
      <fieldset>
        <legend className="pb-1 font-medium">{words.format}</legend>
        <div className="flex flex-wrap gap-4">
          {formats.map(({ value, label }) => (
            <label key={value} className="inline-flex min-h-6 items-center gap-2 touch:min-h-10">
              <input
                type="radio"
                className="radio"
                name="format"
                value={value}
                defaultChecked={value === formats[0]?.value}
                onChange={() => setFormat(value)}
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      {format === "csv" ? (
        <div className="grid gap-2">
          <Select id={`${id}-separator`} name="separator" label={words.separator} options={separators} />
          <Checkbox name="bom" value="on" label={words.bom} defaultChecked />
        </div>
      ) : null}
      {columns.length > 0 ? (
        <details>
          <summary className="cursor-pointer font-medium">{words.columns}</summary>
          <div className="grid grid-cols-2 gap-x-3 pt-1">
            {columns.map(({ value, label, isShown }) => (
              <Checkbox key={value} name="columns" value={value} label={label} defaultChecked={isShown} />
            ))}
          </div>
        </details>
      ) : null}
      {repeats.length > 0 && keys.length === 0 ? (
        <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
          <Select
            id={`${id}-every`}
            name="every"
            label={words.every}
            options={repeats}
            onChange={(event) => setEvery(event.currentTarget.value)}
          />
          {isRepeated ? (
            <Select id={`${id}-hour`} name="hour" label={words.hour} options={HOURS} defaultValue="6" />
          ) : null}
        </div>
      ) : null}
      {reasons && !isRepeated ? (
        <div className="grid gap-2">
          <Checkbox
            name="personal"
            value="on"
            label={words.personal}
            onChange={(event) => setPersonal(event.currentTarget.checked)}
          />
          {isPersonal ? (
            <Select
              id={`${id}-reason`}
              name="reason"
              label={words.reason}
              options={reasons}
              defaultValue=""
              error={errorOf("reason")}
            />
          ) : null}
        </div>
      ) : null}
      <p className="text-xs text-ink-2">{words.text}</p>
      {state.status === "refused" ? (
        <Note tone={state.stepUp ? "plain" : "refute"} role="alert">
          {state.message}
        </Note>
      ) : null}
      <StepUpField state={state} />
      <div className="flex flex-wrap items-center justify-end gap-3">
        <span role="status" className="grow text-ink-2">
          {href ? words.comes : null}
          {given && "said" in given ? (
            <>
              {given.said}{" "}
              <Link className="link" href="/exports" prefetch={false}>
                {words.toExports}
              </Link>
            </>
          ) : null}
        </span>
        <SubmitButton variant="primary" busyLabel={words.sending}>
          {words.send}
        </SubmitButton>
      </div>
    </form>
  );
}
