"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import type { ExportFormProps } from "#components/table/export-form.tsx";
import { useSelection } from "#components/table/use-selection.ts";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import type { BulkAct } from "#lib/features/cases/bulk-schema.ts";
import type { BulkChoices, BulkWords } from "./bulk-dialog.tsx";

type Props = {
  /** The id of the next run; the server makes a new one whenever the list is drawn anew. */
  run: string;
  /** What the list is narrowed by, as its address writes it. */
  state: string;
  /** Whether the list has more than stands on this page. */
  hasMore: boolean;
  choices: BulkChoices;
  /** What a file of the selected is asked for with; null where nothing may be exported. */
  exporting: (Omit<ExportFormProps, "keys"> & { open: string; close: string }) | null;
  /** By how many are selected. */
  counted: readonly string[];
  words: BulkWords &
    Record<"label" | "clear" | "allMatching" | "allSelected", string> & { act: Record<BulkAct, string> };
};

/** Its script comes once it is asked for. */
const BulkDialog = lazy(() => import("./bulk-dialog.tsx").then((module) => ({ default: module.BulkDialog })));

const ExportDialog = lazy(() =>
  import("./export-dialog.tsx").then((module) => ({ default: module.ExportDialog })),
);

const ACTS = [
  ["take", "T"],
  ["assign", "A"],
  ["prioritise", "P"],
  ["tag", undefined],
] as const;

/** What can be done with the selected rows; there is none while none is. */
export function BulkBar({ run, state, hasMore, choices, exporting, counted, words }: Props) {
  const router = useRouter();
  const { picked, clear } = useSelection();
  const [all, setAll] = useState(false);
  const [act, setAct] = useState<BulkAct | null>(null);
  const [isExporting, setExporting] = useState(false);
  const isAll = all && picked.length > 0;
  if (picked.length === 0 && all) setAll(false);
  if (picked.length === 0 && act === null && !isExporting) return null;
  return (
    <>
      <fieldset className="bulk" aria-label={words.label}>
        <span role="status" className="pe-2 font-medium">
          {isAll ? words.allSelected : counted[picked.length]}
        </span>
        {hasMore && !isAll && picked.length === counted.length - 1 ? (
          <Button variant="inverse" size="s" onClick={() => setAll(true)}>
            {words.allMatching}
          </Button>
        ) : null}
        {ACTS.map(([each, key]) => (
          <Button key={each} variant="inverse" size="s" kbd={key} onClick={() => setAct(act ?? each)}>
            {words.act[each]}
          </Button>
        ))}
        {exporting ? (
          <Button variant="inverse" size="s" onClick={() => setExporting(true)}>
            {exporting.open}
          </Button>
        ) : null}
        <Button variant="inverse" size="s" onClick={clear}>
          {words.clear}
          <Kbd onFill>Esc</Kbd>
        </Button>
      </fieldset>
      {isExporting && exporting ? (
        <Suspense fallback={null}>
          <ExportDialog
            exporting={exporting}
            keys={isAll ? [] : picked}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      ) : null}
      {act ? (
        <Suspense fallback={null}>
          <BulkDialog
            act={act}
            run={run}
            selected={{ numbers: picked, state: isAll ? state : null }}
            choices={choices}
            words={words}
            onClose={(hasRun) => {
              setAct(null);
              if (!hasRun) return;
              clear();
              router.refresh();
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
