import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./icon.tsx";

type Words = { id: string; label: ReactNode; hint?: ReactNode; error?: string | undefined };
type FieldProps = Words & { children: ReactNode; className?: string; labelHidden?: boolean | undefined };
type Named = Words & {
  name: string;
  labelHidden?: boolean | undefined;
  large?: boolean | undefined;
  mono?: boolean | undefined;
};
type TextInputProps = Named & Omit<ComponentProps<"input">, keyof Named>;
type TextAreaProps = Named & Omit<ComponentProps<"textarea">, keyof Named>;
export type Option = { value: string; label: string; disabled?: boolean };
type SelectProps = Named & { options: readonly Option[] } & Omit<
    ComponentProps<"select">,
    keyof Named | "children"
  >;

const describe = ({ id, hint, error }: Pick<Words, "id" | "hint" | "error">) => ({
  "aria-describedby": error ? `${id}-error` : hint ? `${id}-hint` : undefined,
  "aria-invalid": error ? true : undefined,
});

const look = (large?: boolean, mono?: boolean) => clsx("control", large && "control-l", mono && "font-mono");

/** Label above, hint or error below; the control inside carries `id` and points at `${id}-hint` or `${id}-error`. */
export function Field({ id, label, hint, error, children, className, labelHidden }: FieldProps) {
  return (
    <div className={clsx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className={labelHidden ? "sr-only" : "font-medium"}>
        {label}
      </label>
      {children}
      {error ? (
        <FieldError id={`${id}-error`}>{error}</FieldError>
      ) : hint ? (
        <p id={`${id}-hint`} className="text-xs text-ink-2">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** What is wrong and how to cure it, read out at once; its id goes into the field's aria-describedby. */
export function FieldError({ id, children }: { id: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="flex items-start gap-1 text-xs text-refute">
      <Icon name="warning" size={14} className="mt-px" />
      <span>{children}</span>
    </p>
  );
}

/** One line of text. */
export function TextInput({
  id,
  name,
  label,
  hint,
  error,
  labelHidden,
  large,
  mono,
  ...rest
}: TextInputProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} labelHidden={labelHidden}>
      <input id={id} name={name} className={look(large, mono)} {...describe({ id, hint, error })} {...rest} />
    </Field>
  );
}

/** Several lines of text. */
export function TextArea({ id, name, label, hint, error, labelHidden, large, mono, ...rest }: TextAreaProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} labelHidden={labelHidden}>
      <textarea
        id={id}
        name={name}
        rows={4}
        className={clsx(look(large, mono), "resize-y py-1.5")}
        {...describe({ id, hint, error })}
        {...rest}
      />
    </Field>
  );
}

/** One of a list that the browser itself shows. */
export function Select({
  id,
  name,
  label,
  hint,
  error,
  labelHidden,
  large,
  mono,
  options,
  ...rest
}: SelectProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} labelHidden={labelHidden}>
      <span className="relative grid">
        <select
          id={id}
          name={name}
          className={clsx(look(large, mono), "appearance-none pe-8")}
          {...describe({ id, hint, error })}
          {...rest}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" className="pointer-events-none absolute end-2.5 top-1/2 -translate-y-1/2" />
      </span>
    </Field>
  );
}
