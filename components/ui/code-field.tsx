"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Field } from "./field.tsx";

type Props = {
  id: string;
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** Sends its form at the last digit; the hint has to say so. */
  sendsItself?: boolean;
  /** Changes when what was typed is worth nothing any more: the field is emptied, with the hand already on it. */
  emptiedBy?: unknown;
};

const DIGITS = 6;
const CELLS = Array.from({ length: DIGITS }, (_, place) => `cell-${place}`);

/** A one-time code: one input drawn as six cells, also without a script. */
export function CodeField({ id, name, label, hint, error, sendsItself = false, emptiedBy }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!emptiedBy || !input.current) return;
    input.current.value = "";
    input.current.focus();
  }, [emptiedBy]);
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <div className="code-field">
        <span aria-hidden="true" className="code-field-cells">
          {CELLS.map((cell) => (
            <span key={cell} />
          ))}
        </span>
        <span className="code-field-clip">
          <input
            ref={input}
            id={id}
            name={name}
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            spellCheck={false}
            required
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
            onInput={({ currentTarget }) => {
              const digits = currentTarget.value.replace(/\D/g, "").slice(0, DIGITS);
              if (digits !== currentTarget.value) currentTarget.value = digits;
              if (sendsItself && digits.length === DIGITS) currentTarget.form?.requestSubmit();
            }}
          />
        </span>
      </div>
    </Field>
  );
}
