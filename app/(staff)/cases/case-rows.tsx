"use client";

import { memo, useSyncExternalStore } from "react";
import { hearWhoIsAt, whoIsAt, whoWasAt } from "#components/live/who-is-at.ts";
import type { Place } from "#components/table/data-table.tsx";
import { SelectBox } from "#components/table/select-box.tsx";
import { type CaseLine, type CellWords, cellOf, isCaseCell } from "./case-cells.tsx";

type Shared = {
  places: readonly Place[];
  words: CellWords;
  /** Of the box of a row, around its number; null where none is selected. */
  select: readonly [before: string, after: string] | null;
};

/**
 * The rows of the queue. They go to the browser as their words and are drawn from these on both sides: as elements
 * each row would be sent twice, ten times as long.
 */
export function CaseRows({ lines, ...shared }: Shared & { lines: readonly CaseLine[] }) {
  const at = useSyncExternalStore(hearWhoIsAt, whoIsAt, whoWasAt);
  return lines.map((line) => <Row key={line.number} line={line} at={at[line.number] ?? ""} {...shared} />);
}

const Row = memo(function Row({ line, at, places, words, select }: Shared & { line: CaseLine; at: string }) {
  return (
    <tr>
      {places.map(({ id, seat }) => (
        <td key={id} {...seat}>
          {isCaseCell(id) ? (
            cellOf(id)(line, words, at)
          ) : select ? (
            <SelectBox row={String(line.number)} label={select.join(String(line.number))} />
          ) : null}
        </td>
      ))}
    </tr>
  );
});
