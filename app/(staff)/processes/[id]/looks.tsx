import { Timeline, TimelineItem } from "#components/ui/timeline.tsx";
import { pageContext } from "#lib/entry/page.ts";
import type { Look, ProcessPage } from "#lib/features/processes/page.ts";

/** Every look-up with what Unico said otherwise than before; the newest first. */
export async function Looks({ process }: { process: ProcessPage }) {
  const { ctx, words, format } = await pageContext("process:lookup");
  const t = words("processes");
  const title = t("looks.title", { count: process.lookCount });

  const said = ({ changes, isSame, isFirst }: Look): string => {
    if (changes === null) return t(isFirst ? "looks.first" : "looks.beforeGone");
    if (changes.length === 0) return t(isSame ? "looks.same" : "looks.unshown");
    return t("looks.changed", { fields: changes.map(({ key }) => t(`field.${key}`)).join(", ") });
  };
  const noteOf = ({ changes }: Look) => {
    const shown = (changes ?? []).filter(({ key }) => key !== "person" && key !== "journey");
    if (shown.length === 0) return undefined;
    return (
      <ul className="font-mono text-2xs break-all">
        {shown.map(({ key, from, to }) => (
          <li key={key}>
            {t(`field.${key}`)}: {from ?? t("looks.none")} → {to ?? t("looks.none")}
          </li>
        ))}
      </ul>
    );
  };
  return (
    <section aria-labelledby="looks">
      <h2 id="looks" className="pb-3 text-base font-semibold">
        {title}
      </h2>
      <Timeline label={title}>
        {process.looks.map((look) => (
          <TimelineItem
            key={look.id}
            glyph={{ icon: "search" }}
            who={look.by ?? t("looks.program")}
            what={said(look)}
            time={{
              iso: look.takenAt.toISOString(),
              label: format.near(look.takenAt, ctx.now()),
              full: format.full(look.takenAt),
            }}
            note={noteOf(look)}
          />
        ))}
      </Timeline>
      {process.lookCount > process.looks.length ? (
        <p className="text-xs text-ink-2">{t("looks.more", { count: process.looks.length })}</p>
      ) : null}
    </section>
  );
}
