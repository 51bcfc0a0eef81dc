import { type ReactNode, useId } from "react";
import { keyShortcuts } from "./button-look.ts";
import { FieldError } from "./field.tsx";
import { Glyph, type GlyphName, toneOf } from "./glyph.tsx";
import { Icon } from "./icon.tsx";
import { Kbd } from "./kbd.tsx";

type RadioOption = { value: string; label: string; glyph?: GlyphName; kbd?: string };
type RadioListProps = {
  legend: ReactNode;
  name: string;
  options: readonly RadioOption[];
  defaultValue?: string | undefined;
  error?: string | undefined;
  legendHidden?: boolean;
  required?: boolean;
};

/** One of a few, each a whole clickable row; the chosen row takes the tint of its glyph. */
export function RadioList({
  legend,
  name,
  options,
  defaultValue,
  error,
  legendHidden,
  required,
}: RadioListProps) {
  const errorId = `${name}-error`;
  const legendId = `${name}-legend`;
  return (
    <div
      className="flex min-w-0 flex-col gap-1"
      role="radiogroup"
      aria-labelledby={legendId}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? errorId : undefined}
    >
      <div id={legendId} className={legendHidden ? "sr-only" : "font-medium"}>
        {legend}
      </div>
      <div className="overflow-hidden rounded-md border border-line-strong bg-surface">
        {options.map((option) => (
          <label
            key={option.value}
            className="choice"
            data-tone={option.glyph ? toneOf(option.glyph) : "plain"}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              defaultChecked={option.value === defaultValue}
              required={required}
              className="radio"
              // Read out with the radio that gets the focus: not every screen reader reads a group's.
              aria-describedby={error ? errorId : undefined}
              {...(option.kbd ? { "aria-keyshortcuts": keyShortcuts(option.kbd) } : {})}
            />
            <span className="grow font-medium">{option.label}</span>
            {option.glyph ? <Glyph name={option.glyph} /> : null}
            {option.kbd ? <Kbd>{option.kbd}</Kbd> : null}
          </label>
        ))}
      </div>
      {error ? <FieldError id={errorId}>{error}</FieldError> : null}
    </div>
  );
}

type ChipChoicesProps = {
  legend: ReactNode;
  hint?: ReactNode;
  name: string;
  options: readonly { value: string; label: string }[];
  defaultValues?: readonly string[] | undefined;
  error?: string | undefined;
};

/** Any of many, as chips with a check mark when on. */
export function ChipChoices({ legend, hint, name, options, defaultValues = [], error }: ChipChoicesProps) {
  const errorId = `${name}-error`;
  const [legendId, hintId] = [useId(), useId()];
  const described = [error ? errorId : null, hint ? hintId : null].filter(Boolean).join(" ");
  return (
    <fieldset className="min-w-0" aria-labelledby={legendId} aria-describedby={described || undefined}>
      <legend className="pb-1 font-medium">
        <span id={legendId}>{legend}</span>
        {hint ? (
          <span id={hintId} className="ps-1.5 font-normal text-ink-3">
            {hint}
          </span>
        ) : null}
      </legend>
      <div className="flex flex-wrap gap-1.5">
        {options.map((option) => (
          <label key={option.value} className="chip-option">
            <input
              type="checkbox"
              name={name}
              value={option.value}
              defaultChecked={defaultValues.includes(option.value)}
              aria-invalid={error ? true : undefined}
              aria-describedby={error ? errorId : undefined}
            />
            <Icon name="check" size={14} />
            {option.label}
          </label>
        ))}
      </div>
      {error ? (
        <div className="pt-1">
          <FieldError id={errorId}>{error}</FieldError>
        </div>
      ) : null}
    </fieldset>
  );
}
