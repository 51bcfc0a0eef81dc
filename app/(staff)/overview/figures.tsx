import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";

export type Figure = {
  label: string;
  value: string;
  note?: ReactNode;
  /** The rows behind it. */
  href: string;
  tone?: "refute" | "doubt" | undefined;
};

const TONE = { refute: "text-refute", doubt: "text-doubt" } as const;

/** A strip of figures, each a way to the rows that it counts. */
export function Figures({ figures, label }: { figures: readonly Figure[]; label: string }) {
  return (
    <ul
      aria-label={label}
      className={clsx(
        "grid border-y border-line bg-surface max-[1180px]:grid-cols-3 phone:grid-cols-2",
        figures.length > 4 ? "grid-cols-6" : "grid-cols-4",
      )}
    >
      {figures.map(({ label: name, value, note, href, tone }) => (
        <li
          key={name}
          className="border-line not-first:border-s phone:border-b phone:border-s-0 phone:last:border-b-0"
        >
          <Link
            href={href}
            prefetch={false}
            className="flex h-full flex-col px-4 py-3 hover:bg-hover focus-visible:outline-offset-[-3px] min-[721px]:[li:first-child>&]:ps-6"
          >
            <span className="text-ink-2">{name}</span>
            <span
              className={clsx(
                "pt-0.5 text-[1.75rem] leading-9 font-[450] tracking-[-0.025em]",
                tone ? TONE[tone] : "text-ink",
              )}
            >
              {value}
            </span>
            {note ? <span className="text-xs text-ink-3">{note}</span> : null}
          </Link>
        </li>
      ))}
    </ul>
  );
}
