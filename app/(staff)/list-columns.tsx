import { cache, type ReactNode } from "react";
import { ArrangeList } from "#components/table/arrange-list.tsx";
import { pageContext } from "#lib/entry/page.ts";
import type { ListName } from "#lib/features/views/schema.ts";
import { readList } from "#lib/features/views/service.ts";
import { arrangeListAction } from "./list-actions.ts";

/** How whoever reads has the list drawn, and their views of it: asked once a page, by all its parts. */
export const listOf = cache(async (list: ListName) => {
  const { ctx } = await pageContext(null);
  return readList(ctx, list);
});
export const arrangementOf = async (list: ListName) => (await listOf(list)).arrangement;

type Props = { list: ListName; columns: readonly { id: string; header: ReactNode; always?: boolean }[] };

/** Which columns a list has, in which order, and how high its rows are: each person's own. */
export async function ListColumns({ list, columns }: Props) {
  const { words } = await pageContext(null);
  return (
    <ArrangeList
      action={arrangeListAction}
      list={list}
      columns={columns.flatMap(({ id, header, always }) =>
        typeof header === "string" && !always ? [{ id, label: header }] : [],
      )}
      arrangement={await arrangementOf(list)}
      t={words("table")}
    />
  );
}
