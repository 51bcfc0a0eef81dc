import { randomUUID } from "node:crypto";
import { runBulk } from "#lib/features/cases/bulk.ts";
import { bulkInput } from "#lib/features/cases/bulk-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askForList, cancelList } from "#lib/features/lookups/asking.ts";
import { downloadList } from "#lib/features/lookups/downloading.ts";
import { endListFor } from "#lib/features/lookups/running.ts";
import { listInput } from "#lib/features/lookups/schema.ts";
import { arrangeInput } from "#lib/features/views/schema.ts";
import {
  changeView,
  chooseView,
  createView,
  removeView,
  saveArrangement,
} from "#lib/features/views/service.ts";
import { ctxFor, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { type Acts, act } from "./act.ts";

const list = "cases";
const view = { act: "create", list, state: "status=open", shared: false, opens: false } as const;

/** How people have a list drawn, and what they do to many of its rows at once; `ctx` is a manager's. */
export async function listActs({ db }: World, ctx: UserCtx): Promise<Acts> {
  // One each: what somebody prefers is one row, and whoever writes it second would wait.
  const [arranger, chooser, opener] = [
    await ctxFor(db, "support"),
    await ctxFor(db, "analyst"),
    await ctxFor(db, "manager"),
  ];
  const aView = async () => {
    const made = await createView(ctx, { ...view, name: randomUUID(), shared: true });
    if (!made.ok) throw new Error(made.failure.code);
    return made.value.id;
  };
  const [renamed, narrowed, chosen, gone] = [await aView(), await aView(), await aView(), await aView()];
  const [first, later] = [await aCase(db), await aCase(db)];
  const lower = (numbers: number[], after?: number) =>
    runBulk(ctx, bulkInput.parse({ act: "prioritise", priority: "low", run: randomUUID(), numbers, after }));
  const [patient, hasty] = [await ctxFor(db, "support"), await ctxFor(db, "support")];
  const aLookUpList = async () => {
    const asked = await askForList(patient, listInput.parse({ processIds: randomUUID() }));
    if (!asked.ok) throw new Error(asked.failure.code);
    return asked.value.id;
  };
  const [stopped, finished] = [await aLookUpList(), await aLookUpList()];
  return {
    "a list of processes": act(["list.ask"], () =>
      askForList(hasty, listInput.parse({ processIds: randomUUID() })),
    ),
    "a list of processes stopped": act(["list.cancel"], () => cancelList(patient, { list: stopped })),
    "a list of processes that is over": act(["list.end"], () =>
      db.$transaction((tx) => endListFor(tx, patient, finished, "finished")),
    ),
    "a list of processes as a file": act(["list.download"], () => downloadList(patient, finished)),
    "columns of a list": act(["list.arrange"], () =>
      saveArrangement(arranger, arrangeInput.parse({ list, columns: ["due"] })),
    ),
    "a view": act(["view.create"], () => createView(ctx, { ...view, name: "Alertas" })),
    "a view of the team that a list opens with": act(["view.create"], () =>
      createView(opener, { ...view, name: "Equipe", shared: true, opens: true }),
    ),
    "a view's other name": act(["view.change"], () =>
      changeView(ctx, { act: "rename", list, id: renamed, name: "Outra" }),
    ),
    "a view's other filter": act(["view.change"], () =>
      changeView(ctx, { act: "keep", list, id: narrowed, state: "priority=urgent" }),
    ),
    "a view that a list opens with": act(["view.choose"], () =>
      chooseView(chooser, { act: "open_first", list, id: chosen }),
    ),
    "a view taken away": act(["view.remove"], () => removeView(ctx, { act: "remove", list, id: gone })),
    "many cases at once": act(["bulk.run", "case.prioritise"], () => lower([first.number])),
    // Its beginning was told with the batch before.
    "a later batch of many": act(["bulk.run", "case.prioritise"], () => lower([later.number], first.number)),
  };
}
