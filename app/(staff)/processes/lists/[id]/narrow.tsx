import Link from "next/link";
import { OUTCOME_GLYPHS } from "#app/(staff)/processes/outcome-words.ts";
import { Glyph, type GlyphName } from "#components/ui/glyph.tsx";
import { pageWords } from "#lib/entry/page.ts";
import type { ListPage } from "#lib/features/lookups/reading.ts";
import { hrefOfList } from "#lib/features/lookups/schema.ts";
import type { ItemFilter } from "#lib/features/lookups/table-schema.ts";
import { hrefOf } from "#lib/table/address.ts";
import { STATE_GLYPHS } from "./state-glyphs.ts";

type Chip = { key: string; href: string; word: string; glyph?: GlyphName; count: number; isOn: boolean };

/** What there is of each kind; a press shows it alone, or beside what is shown already. */
export async function Narrow({ list, filter }: { list: ListPage; filter: ItemFilter }) {
  const { words, format } = await pageWords();
  const t = words("lookups");
  const processes = words("processes");
  const path = hrefOfList(list.id);
  const toggled = <T extends string>(chosen: readonly T[], value: T): T[] =>
    chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
  const outcomes = list.outcomes.map(({ outcome, count }): Chip => {
    const chosen = toggled(filter.outcome, outcome);
    return {
      key: outcome,
      href: hrefOf(path, filter, { outcome: chosen, look: [] }),
      word: processes(`outcome.${outcome}`),
      glyph: OUTCOME_GLYPHS[outcome],
      count,
      isOn: filter.outcome.includes(outcome),
    };
  });
  const states = list.states.map(({ state, count }): Chip => {
    const chosen = toggled(filter.look, state);
    return {
      key: state,
      href: hrefOf(path, filter, { look: chosen, outcome: [] }),
      word: t(`state.${state}`),
      glyph: STATE_GLYPHS[state],
      count,
      isOn: filter.look.includes(state),
    };
  });
  const all: Chip = {
    key: "all",
    href: hrefOf(path, { sort: filter.sort }),
    word: t("all"),
    count: list.ids,
    isOn: filter.look.length === 0 && filter.outcome.length === 0,
  };
  return (
    <nav aria-label={t("narrow")} className="flex flex-wrap gap-1.5 px-6 pb-3 phone:px-4">
      {[all, ...outcomes, ...states]
        .filter(({ count, isOn }) => count > 0 || isOn)
        .map(({ key, href, word, glyph, count, isOn }) => (
          <Link
            key={key}
            href={href}
            prefetch={false}
            scroll={false}
            aria-current={isOn ? "true" : undefined}
            className="chip gap-1.5 pe-2 hover:bg-hover aria-[current]:border-accent aria-[current]:bg-accent-soft"
          >
            {glyph ? <Glyph name={glyph} size={14} /> : null}
            {word}
            <span className="text-ink-2">{format.number(count)}</span>
          </Link>
        ))}
    </nav>
  );
}
