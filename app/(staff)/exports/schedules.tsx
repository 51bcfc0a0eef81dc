import type { ScheduleRow } from "#lib/features/exports/scheduling.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { RowForm } from "./row-form.tsx";

type Props = { schedules: readonly ScheduleRow[]; t: Translator<"exports">; format: Formatter };

/** What is made again and again. */
export function Schedules({ schedules, t, format }: Props) {
  if (schedules.length === 0) return null;
  return (
    <section aria-labelledby="schedules-title" className="border-t border-line px-6 py-4 phone:px-4">
      <h2 id="schedules-title" className="text-base font-semibold">
        {t("schedule.title")}
      </h2>
      <ul>
        {schedules.map((schedule) => {
          const name = `${t(`list.${schedule.list as "cases"}`)}, ${schedule.format.toUpperCase()}`;
          return (
            <li key={schedule.id} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium">{name}</span>
              <span>{t(`schedule.every.${schedule.every as "day"}`)}</span>
              <span className="text-ink-2">
                {t("schedule.next", { at: format.dateTime(schedule.nextAt) })}
              </span>
              {schedule.brokenAt ? (
                <span className="text-refute">
                  {t("schedule.broken", { at: format.dateTime(schedule.brokenAt) })}
                </span>
              ) : null}
              {schedule.isMine ? null : <span className="text-ink-2">{schedule.owner.name}</span>}
              <RowForm
                act="end"
                id={schedule.id}
                label={t("schedule.end")}
                name={name}
                done={t("ended")}
                isOffered
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
