import { DockSection } from "#components/shell/page.tsx";
import { pageWords } from "#lib/entry/page.ts";
import { FlagForm } from "./flag-form.tsx";

/** Hands what smells of fraud to the analysts. */
export async function Flag({ processId }: { processId: string }) {
  const { words } = await pageWords();
  const t = words("processes");
  return (
    <DockSection title={t("flag.title")} titleId="flag">
      <FlagForm
        processId={processId}
        words={{
          note: t("flag.note"),
          hint: t("flag.noteHint"),
          flag: t("flag.button"),
          flagging: t("flag.busy"),
          done: t("flag.done"),
        }}
      />
    </DockSection>
  );
}
