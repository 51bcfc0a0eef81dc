"use server";

import { revalidatePath } from "next/cache";
import { staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { changeBranches, changeRole, type On, pressButton } from "#lib/features/accounts/people-changing.ts";
import { createUser, makeNewLink } from "#lib/features/accounts/people-inviting.ts";
import {
  branchesInput,
  buttonInput,
  inviteInput,
  linkInput,
  roleInput,
} from "#lib/features/accounts/people-schema.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";
import { refusalWords, shownLink } from "./link-words.ts";

/** Also where it was refused: a stale form is shown what stands now. */
async function seenAnew<T>({ id }: Pick<On, "id">, done: Promise<T>): Promise<T> {
  const result = await done;
  revalidatePath(`/settings/users/${id}`);
  return result;
}

export const changeRoleAction = staffAction(
  roleInput,
  (ctx, { role, ...on }) => seenAnew(on, changeRole(ctx, on, role)),
  refusalWords,
);

export const changeBranchesAction = staffAction(
  branchesInput,
  (ctx, { branches, ...on }) => seenAnew(on, changeBranches(ctx, on, branches)),
  refusalWords,
);

/** Hands back what to say: the button that was pressed may be gone with what it did. */
export const pressButtonAction = staffAction(
  buttonInput,
  async (ctx, { act, ...on }) => {
    const done = await seenAnew(on, pressButton(ctx, on, act));
    return done.ok ? ok(translatorFor(await currentLocale(), "users")(`act.${act}.done`)) : done;
  },
  refusalWords,
);

export const makeLinkAction = staffAction(
  linkInput,
  async (ctx, { name, ...on }) => {
    const made = await seenAnew(on, makeNewLink(ctx, on));
    return made.ok ? ok(shownLink(await currentLocale(), { ...made.value, id: on.id, name })) : made;
  },
  refusalWords,
);

export const inviteAction = staffAction(
  inviteInput,
  async (ctx, input) => {
    const made = await createUser(ctx, input);
    return made.ok ? ok(shownLink(await currentLocale(), { ...made.value, name: input.name })) : made;
  },
  refusalWords,
);
