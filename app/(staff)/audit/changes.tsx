import type { WholeAuditEvent } from "#lib/features/audit/service.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type Props = { changes: WholeAuditEvent["changes"]; t: Translator<"audit"> };

/** What was there before beside what came of it, member by member, as recorded. */
export function Changes({ changes, t }: Props) {
  return (
    <table className="w-full table-fixed text-xs">
      <thead className="text-start text-ink-2">
        <tr>
          {(["field", "before", "after"] as const).map((name) => (
            <th key={name} scope="col" className="pb-1.5 text-start font-normal">
              {t(`event.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="font-mono">
        {changes.map(({ name, before, after }) => (
          <tr key={name} className="border-t border-line align-top">
            <th scope="row" className="py-1.5 pe-2 text-start font-normal break-all">
              {name}
            </th>
            <td className="py-1.5 pe-2 break-all text-ink-2">
              {before === null ? t("event.none") : <del className="decoration-refute">{before}</del>}
            </td>
            <td className="py-1.5 break-all">
              {after === null ? (
                t("event.none")
              ) : (
                <ins className="rounded-xs bg-confirm-soft px-1 text-confirm no-underline">{after}</ins>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
