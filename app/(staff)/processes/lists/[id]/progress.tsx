import { AutoRefresh } from "#components/ui/auto-refresh.tsx";
import { pageContext } from "#lib/entry/page.ts";
import type { ListPage } from "#lib/features/lookups/reading.ts";
import { LOOK_UP_TROUBLES } from "#lib/features/processes/rules.ts";
import { StopList } from "./stop-list.tsx";

const REFRESH_MS = 2_000;
const MINUTE_MS = 60_000;
/** Before so many the speed says nothing. */
const TELLING = 10;

/** How far a list is; under way the page asks for it anew, and whoever closes it stops nothing. */
export async function Progress({ list }: { list: ListPage }) {
  const { ctx, words, format } = await pageContext("process:lookup");
  const t = words("lookups");
  const { ids, waiting, ending, askedAt, resumeAt } = list;
  const now = ctx.now();
  const given = list.states.find(({ state }) => state === "cancelled")?.count ?? 0;
  const done = ids - waiting - given;
  const trouble = LOOK_UP_TROUBLES.find((each) => each === list.trouble);
  const leftMs = done < TELLING ? null : ((now.getTime() - askedAt.getTime()) / done) * waiting;
  const said = (): string => {
    if (ending) return t(`progress.${ending}`);
    if (trouble && resumeAt) {
      const why = words("processes")(`trouble.${trouble}.title`);
      return t("progress.paused", { why, time: format.exact(resumeAt) });
    }
    if (done === 0) return t("progress.waitsForWorker");
    if (leftMs === null) return "";
    return leftMs < MINUTE_MS ? t("progress.soon") : t("progress.left", { span: format.span(leftMs) });
  };
  return (
    <section aria-label={t("progress.bar")} className="flex flex-col gap-2 px-6 pt-5 pb-3 phone:px-4">
      {ending ? null : <AutoRefresh everyMs={REFRESH_MS} />}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {/* Every two seconds is too often to be read aloud; the end is. */}
        <div role="status" aria-live={ending ? "polite" : "off"} className="flex flex-wrap gap-x-3">
          <b className="font-semibold">{t("progress.done", { done, total: ids })}</b>
          <span className="text-ink-2">{said()}</span>
        </div>
        <StopList
          id={list.id}
          isOffered={!ending}
          words={{
            stop: t("progress.stop"),
            stopping: t("progress.stopping"),
            stopped: t("progress.stopped"),
          }}
        />
      </div>
      <div
        role="progressbar"
        aria-label={t("progress.bar")}
        aria-valuemin={0}
        aria-valuemax={ids}
        aria-valuenow={done}
        aria-valuetext={t("progress.done", { done, total: ids })}
        className="h-1.5 overflow-hidden rounded-xs bg-line"
      >
        <div className="h-full bg-accent" style={{ width: `${(done / Math.max(ids, 1)) * 100}%` }} />
      </div>
      {ending ? null : <p className="text-xs text-ink-2">{t("progress.goesOn")}</p>}
    </section>
  );
}
