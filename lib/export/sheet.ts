/** `time`: `2026-11-22 07:31:53` by the clock of the file. */
export type CellType = "text" | "number" | "time";
export type Cell = string | number | null;
export type Row = readonly Cell[];
export type Batches = AsyncIterable<readonly Row[]>;

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
