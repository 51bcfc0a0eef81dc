import Link from "next/link";
import { Note } from "#components/ui/note.tsx";
import type { Unusual } from "#lib/features/limits/unusual.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { dayOf } from "#lib/time.ts";

/** The events that the alert is about, as the log shows them. */
const logOf = ({ kind, person, at }: Unusual): string =>
  hrefOf("/audit", {
    actor: person.id,
    ...(kind === "reveals" ? { action: "pii.reveal" } : {}),
    from: dayOf(at),
  });

type Props = { unusual: readonly Unusual[]; t: Translator<"privacy">; format: Formatter; now: Date };

/** Who looked at or revealed far more people than is usual; nothing where nobody did. */
export function UnusualVolume({ unusual, t, format, now }: Props) {
  if (unusual.length === 0) return null;
  return (
    <div className="flex max-w-160 flex-col gap-3 px-6 pb-4 phone:px-4">
      {unusual.map((each) => (
        <Note
          key={each.seq}
          role="alert"
          tone="doubt"
          title={t(`unusual.${each.kind}`, { name: each.person.name })}
          actions={
            <Link className="link" href={logOf(each)} prefetch={false}>
              {t("unusual.toLog")}
            </Link>
          }
        >
          {t("unusual.text", {
            count: each.count,
            minutes: each.minutes,
            when: format.near(each.at, now),
          })}
        </Note>
      ))}
    </div>
  );
}
