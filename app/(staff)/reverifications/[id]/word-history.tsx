import type { GlyphName } from "#components/ui/glyph.tsx";
import type { IconName } from "#components/ui/icon.tsx";
import { Timeline, TimelineItem } from "#components/ui/timeline.tsx";
import type { Translator } from "#lib/i18n/translator.ts";
import type { PartProps } from "./parts.ts";

type Word = PartProps["found"]["words"][number];
type Props = PartProps & { r: Translator<"reconciling">; now: Date };

const MARK: Record<NonNullable<Word["ending"]>, GlyphName | { icon: IconName }> = {
  accepted: "confirmed",
  rejected: "do-again",
  withdrawn: { icon: "refresh" },
  overtaken: "not-finished",
};

/** Everything that people recorded of it and that is no longer open, newest first. */
export function WordHistory({ found, r, format, now }: Props) {
  const ended = found.words.filter((word) => word.ending !== null);
  if (ended.length === 0) return null;
  const timeOf = (at: Date) => ({
    iso: at.toISOString(),
    label: format.near(at, now),
    full: format.full(at),
  });
  return (
    <section className="mt-3 max-w-160 border-t border-line pt-5 pb-1" aria-labelledby="word-history">
      <h2 id="word-history" className="pb-2 text-base font-semibold">
        {r("history.title")}
      </h2>
      <Timeline label={r("history.title")}>
        {ended.flatMap((word) => {
          const { id, ending, endedAt, endedBy, endingNote, proposedBy, proposedAt, note } = word;
          const said = r(`word.${word.says}`);
          return [
            ...(ending && endedAt
              ? [
                  <TimelineItem
                    key={`${id} ${ending}`}
                    glyph={MARK[ending]}
                    who={endedBy?.name}
                    what={r(`history.${ending}`, { word: said })}
                    time={timeOf(endedAt)}
                    note={endingNote}
                  />,
                ]
              : []),
            <TimelineItem
              key={id}
              glyph={{ icon: "note" }}
              who={proposedBy.name}
              what={
                <>
                  {r("history.proposed", { word: said })}
                  {word.unicoProcessId ? (
                    <span className="ms-1.5 font-mono text-2xs break-all">{word.unicoProcessId}</span>
                  ) : null}
                </>
              }
              time={timeOf(proposedAt)}
              note={note}
            />,
          ];
        })}
      </Timeline>
    </section>
  );
}
