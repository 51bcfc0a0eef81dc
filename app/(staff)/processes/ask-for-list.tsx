import { pageWords } from "#lib/entry/page.ts";
import { MOST_BYTES } from "#lib/features/lookups/decoding.ts";
import { MOST_IDS } from "#lib/features/lookups/rules.ts";
import { ListForm } from "./list-form.tsx";

export async function AskForList() {
  const { words } = await pageWords();
  const t = words("lookups");
  return (
    <ListForm
      maxBytes={MOST_BYTES}
      count={{
        mostIds: MOST_IDS,
        words: {
          ids: { one: t("counted.id"), other: t("counted.ids", { count: "{count}" }) },
          repeated: {
            one: t("counted.oneRepeated"),
            other: t("counted.repeated", { count: "{count}" }),
          },
          refused: { one: t("counted.oneRefused"), other: t("counted.refused", { count: "{count}" }) },
          tooMany: t("counted.tooMany", { most: MOST_IDS }),
        },
      }}
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
