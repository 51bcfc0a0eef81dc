import "server-only";
import { isConnectionTrouble, isDatabaseTrouble, troubleCode } from "#lib/db/trouble.ts";
import { DEFAULT_LOCALE } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { StorageError } from "#lib/storage/storage.ts";
import type { ActionState } from "./action.ts";
import { currentLocale } from "./current.ts";

type Action<T> = (before: ActionState<T>, form: FormData) => Promise<ActionState<T>>;

/**
 * What cannot be recorded is not done. The transaction of the act is gone with the event that failed; whoever acted is
 * told so in words, and keeps what was typed.
 */
export function orNotKept<T>(action: Action<T>): Action<T> {
  return async (before, form) => {
    try {
      return await action(before, form);
    } catch (error) {
      if (!isDatabaseTrouble(error)) throw error;
      console.error(`nothing was done: the database refused (${troubleCode(error)})`);
      const locale = await currentLocale().catch(() => DEFAULT_LOCALE);
      const message = translatorFor(locale, "errors")("refusal.not_kept");
      return { status: "refused", code: "not_kept", message };
    }
  };
}

const isFileTrouble = (error: unknown): error is Error =>
  isConnectionTrouble(error) || error instanceof StorageError;

/** The same for a file, which is written by connections of its own and may lie in the storage: no byte of it, and a status that says to come again. */
export async function fileOrNotKept(run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    const isUnrecorded = isDatabaseTrouble(error);
    if (!isUnrecorded && !isFileTrouble(error)) throw error;
    const refused = error instanceof StorageError ? "storage" : "database";
    console.error(`nothing was given away: the ${refused} refused (${troubleCode(error)})`);
    const locale = await currentLocale().catch(() => DEFAULT_LOCALE);
    return new Response(
      translatorFor(locale, "errors")(isUnrecorded ? "refusal.not_kept" : "refusal.no_file"),
      {
        status: 503,
        headers: { "cache-control": "private, no-store", "content-type": "text/plain; charset=utf-8" },
      },
    );
  }
}
