import { HiddenFields } from "#components/table/get-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { EXPORT_MAX_ROWS } from "#lib/features/audit/export-schema.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { entriesOf } from "#lib/table/address.ts";

type Props = {
  filter: Readonly<Record<string, unknown>>;
  /** The person whose events these are. */
  subject?: string;
  t: Translator<"audit">;
};

const MENU = "audit-export";

/** What the filters show as a file. Posted, because it leaves an event; no script is needed. */
export function ExportMenu({ filter, subject, t }: Props) {
  const state = entriesOf({ ...filter, after: undefined, before: undefined, view: undefined, subject });
  return (
    <>
      <Button popoverTarget={MENU} icon={<Icon name="download" size={14} />}>
        {t("export.title")}
      </Button>
      <div id={MENU} popover="auto" className="popover">
        <form method="post" action="/api/audit/export" className="flex flex-col gap-2 p-4">
          <HiddenFields fields={state.map(([name, value]) => ({ name, value }))} />
          <Button type="submit" name="format" value="csv">
            {t("export.csv")}
          </Button>
          <Button type="submit" name="format" value="jsonl">
            {t("export.jsonl")}
          </Button>
          <p className="max-w-64 text-xs text-ink-2">{t("export.limit", { max: EXPORT_MAX_ROWS })}</p>
          <p className="max-w-64 text-xs break-words text-ink-2">{t("export.offline")}</p>
        </form>
      </div>
    </>
  );
}
