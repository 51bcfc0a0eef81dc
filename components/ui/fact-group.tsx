import type { ReactNode } from "react";
import { Facts } from "./facts.tsx";

type Props = { id: string; title: string; action?: ReactNode; children: ReactNode };

/** Facts under a heading, parted from the group before by a line. */
export function FactGroup({ id, title, action, children }: Props) {
  return (
    <section aria-labelledby={id} className="border-line py-4 not-first:border-t">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 pb-2">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {action}
      </div>
      <Facts>{children}</Facts>
    </section>
  );
}
