import type { ReactNode } from "react";
import { DueTime, type ShownDue } from "#components/case/due.tsx";
import { Holder, PriorityWord, StatusWord } from "#components/case/standing.tsx";
import { AtMark } from "#components/live/at-mark.tsx";
import { type GlyphName, ThreeGlyphs } from "#components/ui/glyph.tsx";
import { MiniScore } from "#components/ui/score.tsx";
import type { CaseStatus, Priority } from "#lib/features/cases/rules.ts";
import { caseHref } from "./given.ts";

/** A case as a row shows it, its words said already; what is hidden from its reader is not in it. */
export type CaseLine = {
  number: number;
  name: string | null;
  cpf: string | null;
  signals?: { glyphs: readonly [GlyphName, GlyphName, GlyphName]; words: string };
  score?: number | null;
  priority: Priority | null;
  status: CaseStatus;
  /** Whoever has it, as they are called here. */
  holder: { name: string; words: string } | null;
  opened: { at: string; title: string; words: string };
  due: ShownDue | null;
  /** Where they are asked for. */
  tags?: readonly string[];
};

/** The words that rows repeat. */
export type CellWords = {
  priority: Readonly<Record<Priority, string>>;
  status: Readonly<Record<CaseStatus, string>>;
  noName: string;
  noPerson: string;
  noScore: string;
  nobody: string;
};

type Cell = (line: CaseLine, words: CellWords, at: string) => ReactNode;

/** What stands in each column of a list of cases; `at` says who else has the case open. */
export const CASE_CELLS = {
  // A plain link: what would fetch it beforehand would be written to the audit log as a look.
  number: ({ number }) => <a href={caseHref(number)}>{number}</a>,
  person: ({ name, cpf }, words, at) => (
    <>
      {name ? (
        <span title={name}>{name}</span>
      ) : (
        <span className="text-ink-3">{cpf ? words.noName : words.noPerson}</span>
      )}
      {at ? <AtMark words={at} /> : null}
    </>
  ),
  cpf: ({ cpf }) => (cpf ? <span className="font-mono text-xs text-ink-2">{cpf}</span> : null),
  signals: ({ signals }) =>
    signals ? (
      <span className="flex min-w-0 items-center gap-2.5">
        <ThreeGlyphs names={signals.glyphs} />
        <span className="signal-words" title={signals.words}>
          {signals.words}
        </span>
      </span>
    ) : null,
  score: ({ score = null }, { noScore }) => <MiniScore score={score} noScoreLabel={noScore} />,
  priority: ({ priority }, words) =>
    priority ? <PriorityWord priority={priority} word={words.priority[priority]} /> : null,
  status: ({ status }, words) => <StatusWord status={status} word={words.status[status]} />,
  assignee: ({ holder }, { nobody }) => <Holder holder={holder} nobody={nobody} />,
  opened: ({ opened }) => (
    <time className="text-ink-2" dateTime={opened.at} title={opened.title}>
      {opened.words}
    </time>
  ),
  due: ({ due }) => (due ? <DueTime due={due} /> : null),
  tags: ({ tags = [] }) => {
    const names = tags.join(", ");
    return names ? <span title={names}>{names}</span> : null;
  },
} satisfies Record<string, Cell>;

export type CaseCell = keyof typeof CASE_CELLS;
export const cellOf = (id: CaseCell): Cell => CASE_CELLS[id];
export const isCaseCell = (id: string): id is CaseCell => Object.hasOwn(CASE_CELLS, id);
