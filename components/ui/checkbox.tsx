import type { ComponentProps, ReactNode } from "react";

type CheckboxProps = { label: ReactNode; labelHidden?: boolean } & Omit<
  ComponentProps<"input">,
  "type" | "children"
>;

/** A single check box with its words; `labelHidden` keeps them for assistive technology, as in a row of a table. */
export function Checkbox({ label, labelHidden = false, ...rest }: CheckboxProps) {
  return (
    <label className="relative inline-flex min-h-6 min-w-6 cursor-pointer items-center gap-2 align-middle touch:min-h-10 touch:min-w-10">
      <input type="checkbox" className="checkbox" {...rest} />
      <span className={labelHidden ? "sr-only" : undefined}>{label}</span>
    </label>
  );
}
