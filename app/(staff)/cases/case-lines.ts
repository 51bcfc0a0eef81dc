import { dueOf } from "#components/case/due.tsx";
import { signalWords } from "#components/case/headline.ts";
import { signalGlyphs } from "#components/verdict/words.ts";
import type { CaseRow } from "#lib/features/cases/reading.ts";
import { CASE_STATUSES, PRIORITIES } from "#lib/features/cases/rules.ts";
import type { CaseLine, CellWords } from "./case-cells.tsx";
import type { Given } from "./given.ts";

/** The rows of a page of cases in words; whoever reads them masked gets nothing of the signals. */
export function linesOf(
  { ctx, t, verdicts, format, now }: Given,
  rows: readonly CaseRow[],
  { isMasked, hasTags = false }: { isMasked: boolean; hasTags?: boolean },
): CaseLine[] {
  const me = t("me");
  return rows.map((row) => ({
    number: row.number,
    name: row.person?.name ?? null,
    cpf: row.person?.cpf ?? null,
    ...(isMasked
      ? {}
      : { signals: { glyphs: signalGlyphs(row), words: signalWords(verdicts, row) }, score: row.score }),
    priority: row.priority,
    status: row.status,
    holder: row.assignee && {
      name: row.assignee.name,
      words: row.assignee.id === ctx.actor.id ? me : row.assignee.name,
    },
    opened: {
      at: row.openedAt.toISOString(),
      title: format.full(row.openedAt),
      words: format.near(row.openedAt, now),
    },
    due: dueOf(row, { now, t, format }),
    ...(hasTags ? { tags: row.tags } : {}),
  }));
}

export const cellWords = ({ t, verdicts }: Pick<Given, "t" | "verdicts">): CellWords => ({
  priority: wordsOf(PRIORITIES, (each) => verdicts(`priority.${each}`)),
  status: wordsOf(CASE_STATUSES, (each) => verdicts(`status.${each}`)),
  noName: t("noName"),
  noPerson: t("noPerson"),
  noScore: verdicts("noScore"),
  nobody: t("nobody"),
});

const wordsOf = <K extends string>(values: readonly K[], say: (value: K) => string) =>
  Object.fromEntries(values.map((value) => [value, say(value)])) as Record<K, string>;
