"use client";

import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { Select, TextInput } from "#components/ui/field.tsx";

export type Option = { value: string; label: string };
export type ChoiceWords = {
  label: string;
  choose: string;
  /** Where one that nobody used yet may be written. */
  another?: { option: string; label: string; hint: string };
};
type Props = {
  name: string;
  options: readonly Option[];
  words: ChoiceWords;
  /** What was chosen before counts no more. */
  onForget: () => void;
  onChosen: (form: HTMLFormElement) => void;
};

/** No tag begins like this. */
const ANOTHER = "+";
/** Our guess at when somebody has stopped typing. */
const REST_MS = 400;

/** One of several, or one that is written. */
export function BulkChoice({ name, options, words, onForget, onChosen }: Props) {
  const { another } = words;
  const [isWritten, setWritten] = useState(false);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const take = (
    { target: { form, value } }: ChangeEvent<HTMLInputElement | HTMLSelectElement>,
    afterMs: number,
  ) => {
    clearTimeout(waiting.current);
    onForget();
    // The field that is sent has its name once this event is over.
    if (form && value.trim() !== "") waiting.current = setTimeout(() => onChosen(form), afterMs);
  };
  return (
    <>
      <Select
        id="bulk-choice"
        name={isWritten ? "choice" : name}
        label={words.label}
        options={[
          { value: "", label: words.choose },
          ...options,
          ...(another ? [{ value: ANOTHER, label: another.option }] : []),
        ]}
        onChange={(event) => {
          const isOther = another !== undefined && event.target.value === ANOTHER;
          setWritten(isOther);
          if (isOther) {
            clearTimeout(waiting.current);
            onForget();
          } else take(event, 0);
        }}
      />
      {isWritten && another ? (
        <TextInput
          id="bulk-written"
          name={name}
          label={another.label}
          hint={another.hint}
          maxLength={60}
          autoComplete="off"
          dir="auto"
          onChange={(event) => take(event, REST_MS)}
        />
      ) : null}
    </>
  );
}
