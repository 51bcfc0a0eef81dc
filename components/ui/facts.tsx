import clsx from "clsx";
import type { ReactNode } from "react";

/** A description list: terms at the left, facts at the right; `lined` where the raw value stands far from its term. */
export function Facts({ children, lined = false }: { children: ReactNode; lined?: boolean }) {
  return (
    <dl className={clsx("grid grid-cols-[minmax(88px,auto)_minmax(0,1fr)] gap-x-4", lined && "facts-lined")}>
      {children}
    </dl>
  );
}

type FactProps = { term: string; children: ReactNode; raw?: string | undefined; title?: string };

/** One fact; `raw` is the field as Unico sent it, in small mono beside the plain words. */
export function Fact({ term, children, raw, title }: FactProps) {
  return (
    <div className="col-span-2 grid grid-cols-subgrid items-baseline">
      <dt className="py-1 text-ink-2 phone:py-2">{term}</dt>
      <dd
        className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-0.5 py-1 break-words phone:py-2"
        title={title}
      >
        {children}
        {raw ? <Raw>{raw}</Raw> : null}
      </dd>
    </div>
  );
}

/** A raw field of an answer, as it came. */
export function Raw({ children }: { children: string }) {
  return <span className="font-mono text-2xs font-normal break-all text-ink-3">{children}</span>;
}
