import Link from "next/link";
import type { ReactNode } from "react";
import { caseHref, type Given } from "#app/(staff)/cases/given.ts";
import { headlineOf } from "#components/case/headline.ts";
import { Glyph, type GlyphName } from "#components/ui/glyph.tsx";
import { outcomeWords, scoreWords } from "#components/verdict/words.ts";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { shortId } from "#lib/format.ts";
import { DECISION_GLYPH } from "./decision-glyph.ts";

type Same = NonNullable<CaseWhole["same"]>;
type Props = { same: Same; given: Given };

/** Everything else that is known of the person: earlier cases, 1:1s, look-ups, references. */
export function SameCpf({ same, given }: Props) {
  const items = [
    ...same.cases.map((row) => <CaseItem key={row.number} row={row} given={given} />),
    ...same.reverifications.map((row) => <ReverificationItem key={row.id} row={row} given={given} />),
    ...same.processes.map((row) => <ProcessItem key={row.id} row={row} given={given} />),
    ...same.references.map((row) => <ReferenceItem key={row.id} row={row} given={given} />),
  ];
  if (items.length === 0) return <p className="text-ink-2">{given.t("same.none")}</p>;
  return <ul>{items}</ul>;
}

export const countSame = ({ cases, reverifications, processes, references }: Same): number =>
  cases.length + reverifications.length + processes.length + references.length;

function CaseItem({ row, given: { verdicts, ...given } }: { row: Same["cases"][number]; given: Given }) {
  const headline = headlineOf(row);
  return (
    <Item
      glyph={row.decision ? DECISION_GLYPH[row.decision] : headline.glyph}
      href={caseHref(row.number)}
      name={String(row.number)}
      word={row.decision ? verdicts(`decision.${row.decision}`) : verdicts(`status.${row.status}`)}
      note={verdicts(headline.word)}
      at={row.openedAt}
      given={given}
    />
  );
}

type ReverificationRow = Same["reverifications"][number];
function ReverificationItem({ row, given }: { row: ReverificationRow; given: Given }) {
  const { t, verdicts } = given;
  const outcome = row.outcome && outcomeWords(row.outcome);
  return (
    <Item
      glyph={outcome?.glyph ?? "no-answer"}
      href={`/reverifications/${row.id}`}
      name={`R-${row.number}`}
      word={outcome ? verdicts(outcome.word) : verdicts(`reverification.${row.state}`)}
      note={t("same.reverification")}
      at={row.startedAt}
      given={given}
    />
  );
}

function ProcessItem({ row, given }: { row: Same["processes"][number]; given: Given }) {
  const { t, verdicts, format } = given;
  const { glyph, word } = scoreWords(row.score);
  return (
    <Item
      glyph={glyph}
      href={`/processes/${row.id}`}
      name={shortId(row.id)}
      word={verdicts(word)}
      note={
        row.score === null
          ? t("same.process")
          : `${t("same.process")}, ${t("same.processScore", { score: format.score(row.score) })}`
      }
      at={row.lastSeenAt}
      given={given}
    />
  );
}

function ReferenceItem({ row, given }: { row: Same["references"][number]; given: Given }) {
  return (
    <Item
      glyph="confirmed"
      href={null}
      name={shortId(row.id)}
      word={given.t("same.reference")}
      note={null}
      at={row.enrolledAt ?? row.createdAt}
      given={given}
    />
  );
}

type ItemProps = {
  glyph: GlyphName;
  href: string | null;
  name: string;
  word: ReactNode;
  note: ReactNode;
  at: Date;
  given: Pick<Given, "format" | "now">;
};

function Item({ glyph, href, name, word, note, at, given: { format, now } }: ItemProps) {
  return (
    <li className="relative -mx-2 flex gap-3 rounded-sm px-2 py-1.5 hover:bg-hover">
      <span className="mt-0.5">
        <Glyph name={glyph} />
      </span>
      <div className="min-w-0 grow">
        <p>
          {href ? (
            <Link
              href={href}
              prefetch={false}
              className="font-medium after:absolute after:inset-0 hover:underline"
            >
              {name}
            </Link>
          ) : (
            <b className="font-medium">{name}</b>
          )}{" "}
          {word}
        </p>
        {note ? <p className="text-xs text-ink-3">{note}</p> : null}
      </div>
      <time
        dateTime={at.toISOString()}
        title={format.full(at)}
        className="text-xs whitespace-nowrap text-ink-3"
      >
        {format.near(at, now)}
      </time>
    </li>
  );
}
