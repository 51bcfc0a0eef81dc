import type { FormAction } from "#components/ui/use-action-form.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { type Arrangement, choicesOf } from "./arranged.ts";
import { ColumnChooser } from "./column-chooser.tsx";

type Props = {
  action: FormAction<null>;
  list: string;
  /** Every column that the reader may have. */
  columns: readonly { id: string; label: string; optional?: boolean }[];
  arrangement: Arrangement;
  t: Translator<"table">;
};

/** The button that opens what a list is drawn with. */
export function ArrangeList({ action, list, columns, arrangement, t }: Props) {
  const choices = choicesOf(columns, arrangement.columns).map((choice) => ({
    ...choice,
    up: t("arrange.up", { name: choice.label }),
    down: t("arrange.down", { name: choice.label }),
  }));
  return (
    <ColumnChooser
      // What was saved is where the next choice begins.
      key={`${arrangement.columns.join()} ${arrangement.density}`}
      action={action}
      list={list}
      choices={choices}
      density={arrangement.density}
      words={{
        open: t("arrange.open"),
        title: t("arrange.title"),
        columns: t("arrange.columns"),
        moved: t("arrange.moved", { name: "{name}", place: "{place}", total: "{total}" }),
        density: t("arrange.density"),
        compact: t("arrange.compact"),
        comfortable: t("arrange.comfortable"),
        save: t("arrange.save"),
        saving: t("arrange.saving"),
        reset: t("arrange.reset"),
      }}
    />
  );
}
