import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "#components/ui/button-look.ts";
import { Icon } from "#components/ui/icon.tsx";

type Props = {
  summary: ReactNode;
  previous: string | null;
  next: string | null;
  words: { previous: string; next: string };
  children?: ReactNode;
};

const LOOK = buttonClass({ size: "s" });
const OFF = `${LOOK} is-off`;

/** The foot of a list: where one is, and the two ways on. A way that leads nowhere is no link. */
export function Pager({ summary, previous, next, words, children }: Props) {
  const back = (
    <>
      <Icon name="chevron-left" size={14} />
      {words.previous}
    </>
  );
  const on = (
    <>
      {words.next}
      <Icon name="chevron-right" size={14} />
    </>
  );
  return (
    <div className="sticky bottom-0 z-[9] flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-t border-line bg-surface px-6 py-1.5 text-ink-2 phone:px-4">
      <span className="grow">{summary}</span>
      {children}
      <span className="flex flex-wrap gap-2 text-ink">
        {previous ? (
          <Link className={LOOK} href={previous} rel="prev" prefetch={false}>
            {back}
          </Link>
        ) : (
          <span className={OFF}>{back}</span>
        )}
        {next ? (
          <Link className={LOOK} href={next} rel="next" prefetch={false}>
            {on}
          </Link>
        ) : (
          <span className={OFF}>{on}</span>
        )}
      </span>
    </div>
  );
}
