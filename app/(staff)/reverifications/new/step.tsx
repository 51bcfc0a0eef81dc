import clsx from "clsx";
import type { ReactNode } from "react";
import { Icon } from "#components/ui/icon.tsx";

type Props = { number: number; title: string; state?: "done" | "now" | "next"; children: ReactNode };

const RING = {
  done: "border-accent bg-accent text-accent-ink",
  now: "border-2 border-accent-text text-accent-text",
  next: "border-line-strong text-ink-2",
} as const;

/** One of the numbered steps of a page, joined to the next by a line. */
export function Step({ number, title, state = "next", children }: Props) {
  return (
    <li className="group relative grid grid-cols-[28px_minmax(0,1fr)] gap-4 pt-3 pb-5 phone:grid-cols-1 phone:gap-2">
      <span
        aria-hidden="true"
        className={clsx(
          "grid size-7 place-items-center rounded-full border font-semibold phone:absolute phone:top-3 phone:left-0",
          RING[state],
        )}
      >
        {state === "done" ? <Icon name="check" size={14} /> : number}
      </span>
      <span
        aria-hidden="true"
        className="absolute top-11 -bottom-2 left-[13.5px] border-l border-line-strong group-last:hidden phone:hidden"
      />
      <div className="flex min-w-0 flex-col gap-3">
        <h2 className="text-base leading-7 font-semibold phone:ps-10">{title}</h2>
        {children}
      </div>
    </li>
  );
}
