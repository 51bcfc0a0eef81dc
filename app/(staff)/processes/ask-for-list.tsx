import { pageWords } from "#lib/entry/page.ts";
import { MOST_BYTES } from "#lib/features/lookups/decoding.ts";
import { ListForm } from "./list-form.tsx";

export async function AskForList() {
  const { words } = await pageWords();
  const t = words("lookups");
  return (
    <ListForm
      maxBytes={MOST_BYTES}
      words={{
        field: t("field"),
        hint: t("hint"),
        file: t("file"),
        fileHint: t("fileHint"),
        ask: t("ask"),
        asking: t("asking"),
        tooLarge: t("tooLarge"),
      }}
    />
  );
}
