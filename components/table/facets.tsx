"use client";

import { createContext, type ReactNode, use, useState, useTransition } from "react";
import type { FormAction } from "#components/ui/use-action-form.ts";

/** By name and value, in words. */
type Counts = Readonly<Record<string, string>>;
export type CountAction = FormAction<Counts>;
type Props = {
  id: string;
  count: { action: CountAction; state: string } | undefined;
  children: ReactNode;
};

const CountsHere = createContext<Counts>({});

/** The filter editor. What its values would find is asked for when it opens, and nobody waits for it. */
export function FacetEditor({ id, count, children }: Props) {
  const [found, setFound] = useState<{ state: string; counts: Counts } | null>(null);
  const [, startTransition] = useTransition();
  const load = () => {
    if (!count) return;
    const form = new FormData();
    form.set("state", count.state);
    startTransition(async () => {
      // Without an answer the values stand without their counts, as before the script ran.
      const answer = await count.action({ status: "idle" }, form).catch(() => null);
      if (answer?.status === "done") setFound({ state: count.state, counts: answer.value });
    });
  };
  return (
    <CountsHere value={found && found.state === count?.state ? found.counts : {}}>
      <div
        id={id}
        popover="auto"
        className="popover filter-editor"
        onToggle={(event) => {
          if (event.newState === "open") load();
        }}
      >
        {children}
      </div>
    </CountsHere>
  );
}

/** In a fixed seat beside the value, so that nothing moves when it comes. */
export function FacetCount({ name, value }: { name: string; value: string }) {
  const counts = use(CountsHere);
  return (
    <span className="ms-auto min-w-[4ch] shrink-0 pe-2 text-end text-ink-3">
      {counts[`${name}=${value}`] ?? ""}
    </span>
  );
}
