import { Checkbox } from "#components/ui/checkbox.tsx";
import type { Column } from "./data-table.tsx";
import { SelectBox } from "./select-box.tsx";

export type SelectWords = { all: string; one: (key: string) => string };

/** Boxes to select rows by; what is done with them is whoever's reads them. */
export const selectColumn = <Row,>(rowKey: (row: Row) => string, words: SelectWords): Column<Row> => ({
  id: "select",
  header: <Checkbox name="all-rows" label={words.all} labelHidden autoComplete="off" />,
  width: "52px",
  phone: "line1",
  cell: (row) => {
    const key = rowKey(row);
    return <SelectBox row={key} label={words.one(key)} />;
  },
});
