import type { z } from "zod";
import { Note } from "#components/ui/note.tsx";
import { pageWords } from "#lib/entry/page.ts";
import { MOST_BYTES, type uploadTold } from "#lib/features/references/import-schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type Told = z.output<typeof uploadTold>;
const MEGABYTE = 1_048_576;

/** Why a file that was sent without script was not taken. */
export async function UploadRefused({ told }: { told: Told }) {
  const { words } = await pageWords();
  const said = sentenceOf(told, words("imports"), words("errors"));
  return said === null ? null : (
    <Note tone="refute" role="alert">
      {said}
    </Note>
  );
}

function sentenceOf(
  { refused, seconds = 60 }: Told,
  t: Translator<"imports">,
  errors: Translator<"errors">,
): string | null {
  switch (refused) {
    case undefined:
      return null;
    case "file_missing":
      return t("form.fileMissing");
    case "too_large":
      return t("problem.too_large", { most: String(MOST_BYTES / MEGABYTE) });
    case "too_many":
      return errors("refusal.too_many", { seconds });
    case "key_changing":
      return t("form.key_changing");
    case "broken_off":
      return t("form.brokenOff");
  }
}
