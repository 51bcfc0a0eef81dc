"use server";

import { revalidatePath } from "next/cache";
import { staffAction } from "#lib/entry/action.ts";
import { liftHold, setHold } from "#lib/features/retention/holds.ts";
import { holdInput, liftInput } from "#lib/features/retention/schema.ts";
import { resumeErasure } from "#lib/features/titular/erased-files.ts";
import { eraseSubject } from "#lib/features/titular/erasing.ts";
import { eraseForm, fileInput, filesInput } from "#lib/features/titular/schema.ts";
import { prepareFile } from "#lib/features/titular/service.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

/** The person's page and the page of holds both show what changed. */
const refresh = () => revalidatePath("/", "layout");

export const prepareFileAction = staffAction(
  fileInput,
  (ctx) => prepareFile(ctx),
  () => "",
);

export const setHoldAction = staffAction(
  holdInput,
  async (ctx, input) => {
    const set = await setHold(ctx, input);
    refresh();
    return set;
  },
  (locale, { code }) => translatorFor(locale, "privacy")(`hold.${code}`),
);

export const liftHoldAction = staffAction(
  liftInput,
  async (ctx, input) => {
    const lifted = await liftHold(ctx, input);
    refresh();
    return lifted;
  },
  (locale, { code }) => translatorFor(locale, "privacy")(`hold.${code}`),
);

export const eraseAction = staffAction(
  eraseForm,
  async (ctx, { sure: _, ...input }) => {
    const erased = await eraseSubject(ctx, input);
    if (erased.ok) refresh();
    return erased;
  },
  (locale, { code }) => translatorFor(locale, "privacy")(`erase.${code}`),
);

export const resumeErasureAction = staffAction(
  filesInput,
  async (ctx, input) => {
    const resumed = await resumeErasure(ctx, input);
    refresh();
    return resumed;
  },
  (locale, { code }) => translatorFor(locale, "privacy")(`erase.${code}`),
);
