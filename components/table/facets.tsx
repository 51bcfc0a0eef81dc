"use client";

import { useState, useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import type { FormAction } from "#components/ui/use-action-form.ts";
import { FilterFields, type FilterGroup } from "./filter-group.tsx";

/** By name and value, in words. */
type Counts = Readonly<Record<string, string>>;
export type CountAction = FormAction<Counts>;
type Props = {
  id: string;
  groups: readonly FilterGroup[];
  count: { action: CountAction; state: string } | undefined;
  apply: string;
};

const NO_COUNTS: Counts = {};

/** The filter editor. What its values would find is asked for when it opens, and nobody waits for it. */
export function FacetEditor({ id, groups, count, apply }: Props) {
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
  const counts = found && found.state === count?.state ? found.counts : NO_COUNTS;
  return (
    <div
      id={id}
      popover="auto"
      className="popover filter-editor"
      onToggle={(event) => {
        if (event.newState === "open") load();
      }}
    >
      <div className="grid gap-4 p-4 sm:grid-cols-2">
        {groups.map((group) => (
          <FilterFields key={keyOf(group)} group={group} counts={counts} />
        ))}
      </div>
      <div className="sticky bottom-0 flex justify-end border-t border-line bg-raised px-4 py-3">
        <Button type="submit" variant="primary">
          {apply}
        </Button>
      </div>
    </div>
  );
}

function keyOf(group: FilterGroup): string {
  switch (group.kind) {
    case "choice":
      return group.name;
    case "range":
      return group.min.name;
    case "dateRange":
      return group.from.name;
  }
}
