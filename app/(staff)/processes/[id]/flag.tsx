import { flagAction } from "#app/(staff)/processes/actions.ts";
import { FlagForm } from "#components/case/flag-form.tsx";
import { DockSection } from "#components/shell/page.tsx";
import { pageWords } from "#lib/entry/page.ts";

/** Hands what smells of fraud to the analysts. */
export async function Flag({ processId }: { processId: string }) {
  const { words } = await pageWords();
  const t = words("processes");
  return (
    <DockSection title={t("flag.title")} titleId="flag">
      <FlagForm
        action={flagAction}
        what={{ name: "processId", id: processId }}
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
