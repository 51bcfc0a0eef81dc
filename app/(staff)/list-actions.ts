"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { staffAction } from "#lib/entry/action.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { arrangeInput, type ViewInput, viewInput } from "#lib/features/views/schema.ts";
import {
  changeView,
  chooseView,
  createView,
  removeView,
  saveArrangement,
} from "#lib/features/views/service.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";
import { LIST_PATHS } from "./list-paths.ts";

/** Which columns a list has for this person, in which order, and how high its rows are. */
export const arrangeListAction = staffAction(
  arrangeInput,
  async (ctx, input) => {
    await saveArrangement(ctx, input);
    revalidatePath(LIST_PATHS[input.list]);
    return ok(null);
  },
  () => "",
);

/** Everything that is done with a saved view: one form, and the button that was pressed. */
export const keepViewAction = staffAction(
  viewInput,
  async (ctx, input) => {
    const done = await run(ctx, input);
    const path = LIST_PATHS[input.list];
    revalidatePath(path);
    if (done.ok && input.act === "remove") redirect(path);
    if (done.ok && input.act === "create") redirect(`${path}?${withView(input.state, done.value.id)}`);
    return done.ok ? ok(null) : done;
  },
  (locale, { code }) => translatorFor(locale, "table")(`view.${code}`),
);

function run(ctx: UserCtx, input: ViewInput) {
  switch (input.act) {
    case "create":
      return createView(ctx, input);
    case "rename":
    case "keep":
      return changeView(ctx, input);
    case "open_first":
    case "open_first_no_more":
      return chooseView(ctx, input);
    case "remove":
      return removeView(ctx, input);
  }
}

/** The place that somebody is at stays; the list reads what stands there as it reads every address. */
function withView(state: string, id: string): string {
  const query = new URLSearchParams(state);
  query.set("view", id);
  return query.toString();
}
