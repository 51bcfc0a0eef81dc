import type { ReactNode } from "react";

/** A description list: terms at the left, facts at the right. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(88px,auto)_minmax(0,1fr)] items-baseline gap-x-4">{children}</dl>
  );
}

type FactProps = { term: string; children: ReactNode; raw?: string | undefined; title?: string };

/** One fact; `raw` is the field as Unico sent it, in small mono beside the plain words. */
export function Fact({ term, children, raw, title }: FactProps) {
  return (
    <>
      <dt className="py-1 text-ink-2 phone:py-2">{term}</dt>
      <dd
        className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-0.5 py-1 break-words phone:py-2"
        title={title}
      >
        {children}
        {raw ? <Raw>{raw}</Raw> : null}
      </dd>
    </>
  );
}

/** A raw field of an answer, as it came. */
export function Raw({ children }: { children: string }) {
  return <span className="font-mono text-2xs font-normal break-all text-ink-3">{children}</span>;
}
