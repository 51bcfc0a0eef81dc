import Link from "next/link";
import { sayTime } from "#components/connections/words.ts";
import { Note } from "#components/ui/note.tsx";
import type { ShownAlarm } from "#lib/features/audit/proof-alarms.ts";
import type { BadPlace } from "#lib/features/audit/proof-types.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type T = Translator<"audit">;
type Props = { alarms: readonly ShownAlarm[]; t: T; format: Formatter; now: Date };

/** Which event or block, and which check failed there. */
export function placeWord(t: T, { block, seq, check }: BadPlace): string {
  const place =
    seq !== null ? t("event.title", { seq: String(seq) }) : t("proof.block", { block: String(block ?? 0) });
  return `${place} (${check})`;
}

/**
 * What is wrong with the proof of the log and what to do about it, as long as it is so. No spans: a screen reader would
 * read the alert out again each time.
 */
export function ProofAlarms({ alarms, t, format, now }: Props) {
  if (alarms.length === 0) return null;
  return (
    <div className="flex max-w-160 flex-col gap-3 px-6 pb-4 phone:px-4">
      {alarms.map(({ kind, bad, since, event }) => (
        <Note
          key={kind}
          role="alert"
          tone={kind === "touched" ? "refute" : "doubt"}
          glyph={kind === "touched" ? "alert" : "second-look"}
          title={t(`proof.alarm.${kind}.title`, { place: bad ? placeWord(t, bad) : "" })}
        >
          <p>{t(`proof.alarm.${kind}.do`)}</p>
          <p className="pt-1">
            {since ? t(`proof.alarm.${kind}.since`, { time: sayTime({ format, now }, since) }) : null}{" "}
            <Link
              className="link"
              href={event === null ? "/audit" : `/audit?event=${event}`}
              prefetch={false}
            >
              {t(event === null ? "proof.toLog" : "proof.toPlace")}
            </Link>
          </p>
        </Note>
      ))}
    </div>
  );
}
