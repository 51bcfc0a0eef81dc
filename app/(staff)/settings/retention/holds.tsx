import Link from "next/link";
import { subjectAuditPath } from "#app/(staff)/audit/paths.ts";
import type { Given, Retention } from "./given.ts";

type Props = { holds: Retention["holds"]; count: number; given: Given };

/** Everybody under legal hold, masked; set and lifted on the person's own page. */
export function Holds({ holds, count, given: { t, format } }: Props) {
  return (
    <section aria-labelledby="holds">
      <h2 id="holds" className="pb-2 text-base font-semibold">
        {t("retention.holds")}
        {count > 0 ? (
          <span className="ps-2 font-normal text-ink-3">{t("retention.holdsShown", { count })}</span>
        ) : null}
      </h2>
      {holds.length === 0 ? <p className="text-ink-2">{t("retention.noHolds")}</p> : null}
      <ul>
        {holds.map(({ id, subjectId, person, reason, setBy, setAt }) => (
          <li key={id} className="flex min-h-7 flex-wrap items-baseline gap-x-3 phone:min-h-10">
            <Link href={subjectAuditPath(subjectId)} prefetch={false} className="link font-mono">
              {person.cpf}
            </Link>
            <span className="text-ink-2">
              {t("retention.holdOf", {
                reason: t(`hold.reason.${reason}`),
                name: setBy.name,
                when: format.dateTime(setAt),
              })}
            </span>
          </li>
        ))}
      </ul>
      {count > holds.length ? (
        <p className="pt-1 text-ink-2">{t("retention.holdsCut", { count: holds.length })}</p>
      ) : null}
    </section>
  );
}
