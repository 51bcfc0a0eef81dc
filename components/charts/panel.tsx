import Link from "next/link";
import type { ReactNode } from "react";
import { Definition } from "./definition.tsx";

type Props = {
  id: string;
  title: string;
  note?: string | undefined;
  definition: { text: string; label: string };
  /** The rows behind it. */
  link?: { href: string; text: string } | undefined;
  children: ReactNode;
  /** The same figures as a table, under a switch. */
  table?: { label: string; content: ReactNode } | undefined;
};

/** A chart with its name, what it means one hover away, the way to its rows, and its figures as a table. */
export function Panel({ id, title, note, definition, link, children, table }: Props) {
  return (
    <section aria-labelledby={id} className="panel">
      <div className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        <Definition id={`${id}-means`} {...definition} />
        {note ? <span className="text-xs text-ink-3">{note}</span> : null}
        {link ? (
          <Link href={link.href} prefetch={false} className="link ms-auto text-xs">
            {link.text}
          </Link>
        ) : null}
      </div>
      {children}
      {table ? (
        <details className="panel-table">
          <summary>{table.label}</summary>
          {table.content}
        </details>
      ) : null}
    </section>
  );
}
