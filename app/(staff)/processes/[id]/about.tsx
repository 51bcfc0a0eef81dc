import Link from "next/link";
import type { ReactNode } from "react";
import { purposeWord } from "#app/(staff)/processes/field-words.tsx";
import { Revealable, type RevealOffer } from "#app/(staff)/revealable.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { StatusGlyph } from "#components/ui/glyph.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { pageContext } from "#lib/entry/page.ts";
import type { ProcessPage } from "#lib/features/processes/page.ts";

type Props = { process: ProcessPage; reveal?: RevealOffer };

/** Who it is about, masked, when it ran, and the cases of the same person. */
export async function About({ process, reveal = null }: Props) {
  const { words, format } = await pageContext("process:lookup");
  const t = words("processes");
  const { person, startedAt, finishedAt, reading } = process;
  const none = <span className="text-ink-2">{t("notGiven")}</span>;
  const given = (value: string | null): ReactNode => value ?? none;
  const time = (at: Date, seconds = false) => (
    <time dateTime={at.toISOString()} title={format.full(at)}>
      {seconds ? `${format.date(at)}, ${format.exact(at)}` : format.dateTime(at)}
    </time>
  );
  const doubt = (text: string) => <Verdict size={14} glyph="second-look" word={text} />;
  return (
    <section
      aria-label={t("about")}
      className="flex flex-col gap-4 self-start border-line max-lg:border-y max-lg:py-3 lg:border-s lg:ps-6"
    >
      <Facts>
        <Fact term={t("term.customer")}>{given(person.name)}</Fact>
        <Fact term={person.isCpf ? t("term.cpf") : t("term.document")}>
          <Revealable
            field="cpf"
            offer={person.document !== null && person.isCpf && !person.isWrong ? reveal : null}
          >
            {person.document ? <span className="font-mono">{person.document}</span> : none}
          </Revealable>
          {person.isWrong ? doubt(t("cpfWrong")) : null}
        </Fact>
        {person.email ? (
          <Fact term={t("term.email")}>
            <Revealable field="email" offer={reveal}>
              {person.email}
            </Revealable>
          </Fact>
        ) : null}
        {person.phone ? (
          <Fact term={t("term.phone")}>
            <Revealable field="phone" offer={reveal}>
              {person.phone}
            </Revealable>
          </Fact>
        ) : null}
        <Fact term={t("term.purpose")}>{process.purpose ? purposeWord(t, process.purpose) : none}</Fact>
        <Fact term={t("term.company")}>{given(process.company)}</Fact>
        <Fact term={t("term.started")}>{startedAt ? time(startedAt) : none}</Fact>
        <Fact term={t("term.finished")}>
          {finishedAt ? time(finishedAt) : <span className="text-ink-2">{t("notFinishedYet")}</span>}
          {reading.warnings.includes("finished_before_created") ? doubt(t("endBeforeStart")) : null}
        </Fact>
      </Facts>
      <section aria-labelledby="cases" className="border-t border-line pt-3">
        <h2 id="cases" className="text-base font-semibold">
          {t("cases.title")}
        </h2>
        {process.cases.length === 0 ? <p className="text-ink-2">{t("cases.none")}</p> : null}
        <ul>
          {process.cases.map(({ number, status, openedAt, closedAt }) => (
            <li key={number} className="flex min-h-7 flex-wrap items-center gap-x-2">
              <Link href={`/cases/${number}`} prefetch={false} className="link font-medium">
                {number}
              </Link>
              <StatusGlyph status={status} />
              <span>{words("verdicts")(`status.${status}`)}</span>
              <span className="text-xs text-ink-2">
                {closedAt
                  ? t("cases.done", { when: format.dateTime(closedAt) })
                  : t("cases.opened", { when: format.date(openedAt) })}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </section>
  );
}
