import { NOT_RECORDED } from "#lib/features/audit/not-recorded.ts";
import type { Translator } from "#lib/i18n/translator.ts";

/** The limits of the log, where whoever relies on it reads them. */
export function NotRecorded({ t }: { t: Translator<"audit"> }) {
  return (
    <details className="border-t border-line px-6 py-3 phone:px-4">
      <summary className="w-fit cursor-pointer font-medium">{t("notRecorded.title")}</summary>
      <ul className="list-disc space-y-1 ps-5 pt-2 text-ink-2">
        {NOT_RECORDED.map((name) => (
          <li key={name}>{t(`notRecorded.${name}`)}</li>
        ))}
      </ul>
    </details>
  );
}
