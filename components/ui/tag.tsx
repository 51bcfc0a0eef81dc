import type { ReactNode } from "react";

/** A small label for a kind or a source; never for a verdict. */
export function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex h-5 items-center gap-1 rounded-xs bg-void-soft px-1.5 text-xs whitespace-nowrap text-ink-2">
      {children}
    </span>
  );
}
