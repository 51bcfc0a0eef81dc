import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

type Props = {
  title: string;
  count?: ReactNode;
  meta?: ReactNode;
  actions?: ReactNode;
  back?: { href: string; label: string };
};

/** The page's name (its only h1), how many there are, its state, and its acts at the right. */
export function PageHead({ title, count, meta, actions, back }: Props) {
  return (
    <header className="px-6 pt-4 pb-3 phone:px-4">
      {back ? (
        <Link
          href={back.href}
          className="-mt-1 mb-1 inline-flex min-h-6 items-center gap-1 text-ink-2 hover:text-ink touch:min-h-10"
        >
          <Icon name="chevron-left" size={14} />
          {back.label}
        </Link>
      ) : null}
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="text-xl font-semibold">{title}</h1>
        {count === undefined ? null : <span className="text-base text-ink-2">{count}</span>}
        {meta ? <div className="flex flex-wrap items-center gap-x-5 gap-y-1">{meta}</div> : null}
        {actions ? <div className="ms-auto flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
