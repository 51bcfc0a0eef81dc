import type { ComponentProps } from "react";

/** A field that takes a file, with the browser's own button; pictures have `FileDrop`. */
export function FileInput(props: Omit<ComponentProps<"input">, "type" | "className">) {
  return (
    <input
      type="file"
      className="min-h-8 w-full min-w-0 file:me-3 file:h-8 file:cursor-pointer file:rounded-sm file:border file:border-solid file:border-line-strong file:bg-surface file:px-3 touch:min-h-10 touch:file:h-10"
      {...props}
    />
  );
}
