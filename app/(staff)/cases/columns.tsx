import type { Column } from "#components/table/data-table.tsx";
import type { CaseSort } from "#lib/features/cases/table-schema.ts";
import { CASE_CELLS, type CaseCell, type CaseLine, type CellWords } from "./case-cells.tsx";
import type { Given } from "./given.ts";

type Sort = NonNullable<Column<CaseLine>["sort"]>;
type Look = Pick<Column<CaseLine>, "width" | "align" | "hideUnder" | "phone" | "optional"> & {
  sort?: CaseSort;
};

const LOOKS: Record<CaseCell, Look> = {
  number: { width: "76px", phone: "line1", sort: "number" },
  person: { width: "160px", phone: "line1" },
  cpf: { width: "124px", hideUnder: "xl", phone: "hidden" },
  signals: { phone: "line2" },
  score: { width: "112px", align: "end", hideUnder: "lg", phone: "hidden", sort: "score" },
  priority: { width: "88px", phone: "line3-end", sort: "priority" },
  status: { width: "164px", phone: "line3" },
  assignee: { width: "136px", hideUnder: "lg", phone: "hidden" },
  opened: { width: "100px", align: "end", hideUnder: "xl", phone: "hidden", sort: "openedAt" },
  due: { width: "136px", phone: "end", sort: "dueAt" },
  tags: { width: "140px", phone: "hidden", optional: true },
};
const NAMES = Object.keys(LOOKS) as CaseCell[];
const OF_SUSPICION: readonly string[] = ["signals", "score", "priority", "due", "tags"] satisfies CaseCell[];
const namesFor = (isMasked: boolean) => NAMES.filter((id) => !isMasked || !OF_SUSPICION.includes(id));

/** The columns of the queue; whoever reads it masked gets none that speaks of fraud. */
export const caseColumns = (
  { t }: Pick<Given, "t">,
  isMasked: boolean,
  words: CellWords,
  sortBy: (column: CaseSort) => Sort,
): Column<CaseLine>[] =>
  namesFor(isMasked).map((id) => {
    const { sort, ...look } = LOOKS[id];
    return {
      id,
      header: t(`column.${id}`),
      ...look,
      ...(sort ? { sort: sortBy(sort) } : {}),
      cell: (line) => CASE_CELLS[id](line, words, ""),
    };
  });

/** What the columns are called, for whoever chooses among them. */
export const columnNames = (t: Given["t"], isMasked: boolean) =>
  namesFor(isMasked).map((id) => ({
    id,
    label: t(`column.${id}`),
    optional: LOOKS[id].optional ?? false,
  }));
