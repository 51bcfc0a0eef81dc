import type { Separator } from "#lib/csv.ts";

/** `time`: `2026-11-22 07:31:53` by the clock of the file. */
export type CellType = "text" | "number" | "time";
export type Cell = string | number | null;
export type Row = readonly Cell[];
/** Rows that were not taken apart yet: written from their bytes, many take a fraction of the time. */
export type PackedRows = {
  readonly length: number;
  rows(): readonly Row[];
  csv(separator: Separator): Buffer;
};
export type Batch = readonly Row[] | PackedRows;
export type Batches = AsyncIterable<Batch>;

export const unpacked = (batch: Batch): readonly Row[] => ("csv" in batch ? batch.rows() : batch);

export type SheetColumn = {
  readonly head: string;
  readonly type: CellType;
  /** In characters. */
  readonly width: number;
};

/** What stands under one head: a sheet of a workbook, a table on paper. */
export type SheetTable = {
  readonly title: string;
  readonly columns: readonly SheetColumn[];
  readonly batches: Batches;
};
