"use server";

import { revalidatePath } from "next/cache";
import { caseHref } from "#app/(staff)/cases/given.ts";
import { staffAction } from "#lib/entry/action.ts";
import { currentLocale } from "#lib/entry/current.ts";
import { editNote, type NoteFailure } from "#lib/features/cases/notes.ts";
import { editNoteInput } from "#lib/features/cases/schema.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ok } from "#lib/result.ts";
import { unheardWords } from "./unheard-words.ts";

/** One's own note, put otherwise. */
export const editNoteAction = staffAction(
  editNoteInput,
  async (ctx, input) => {
    const [result, locale] = await Promise.all([editNote(ctx, input), currentLocale()]);
    revalidatePath(caseHref(input.number));
    return result.ok ? ok({ said: unheardWords(locale, result.value.unheard) }) : result;
  },
  failureWords,
);

function failureWords(locale: Locale, { code }: NoteFailure): string {
  const t = translatorFor(locale, "cases");
  const why = code === "case_unknown" ? t("failure.case_unknown") : t(`noteFailure.${code}`);
  return `${why} ${t("failure.kept")}`;
}
