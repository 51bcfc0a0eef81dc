import Link from "next/link";
import type { ReactNode } from "react";
import { CASES_PATH, type Given } from "#app/(staff)/cases/given.ts";
import { headlineOf } from "#components/case/headline.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import type { CaseWhole } from "#lib/features/cases/reading.ts";
import { hrefOf, type Params } from "#lib/table/address.ts";
import { Answers } from "./answers.tsx";
import { CaseFacts, ExactAnswer } from "./case-facts.tsx";
import { CaseTimeline, ruleWord } from "./case-timeline.tsx";
import { Contradictions, Faces, Signals } from "./evidence.tsx";
import { Files } from "./files.tsx";
import { Lineage } from "./lineage.tsx";
import { countSame, SameCpf } from "./same-cpf.tsx";
import { Tags } from "./tags.tsx";

type Props = { found: CaseWhole; given: Given };
/** `params`: of the address, which says what came of a form without script. `aboutReference`: what of the reference does not fit together. */
type BodyProps = Props & { params?: Params; aboutReference?: ReactNode };

const TWO = "grid grid-cols-[minmax(0,1.32fr)_minmax(0,1fr)] gap-x-10 gap-y-6 max-[1180px]:grid-cols-1";

/** The answer in a sentence, then the evidence, then what led to it. */
export function CaseBody({ found, given, params = {}, aboutReference }: BodyProps) {
  const { t, verdicts } = given;
  const { glyph, word } = headlineOf(found);
  const { reverification, same, answers, lineage } = found;
  // One answer alone is what the signals show already, unless the case was opened by something else.
  const hasMore = answers.length > 1 || answers.some(({ id }) => id !== found.reverificationId);
  return (
    <div className="flex flex-col gap-6 px-6 pt-1 phone:px-4">
      <div>
        <Verdict glyph={glyph} size={28} word={verdicts(word)} />
        <p className="ps-11 text-base text-ink-2 phone:ps-10">{openingWords(found, given)}</p>
      </div>
      <div className={TWO}>
        <section aria-label={t("faces.label")} className="flex flex-col gap-4">
          <Faces found={found} given={given} />
          <Reverify found={found} label={t("reverify")} />
        </section>
        <section aria-label={verdicts("signals")} className="flex flex-col gap-3">
          <Signals found={found} given={given} />
          <Contradictions found={found} given={given} />
          {reverification?.answer ? (
            <ExactAnswer answer={reverification.answer} label={t("exactAnswer")} />
          ) : null}
        </section>
      </div>
      <div className={`${TWO} border-t border-line pt-6`}>
        <div className="flex min-w-0 flex-col gap-6">
          {hasMore ? (
            <Part title={t("changes.title")} id="answers">
              <Answers answers={answers} given={given} />
            </Part>
          ) : null}
          <Part title={t("timeline.title")} id="timeline">
            <CaseTimeline found={found} given={given} />
          </Part>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Part title={t("tags.title")} id="tags">
            <Tags found={found} given={given} />
          </Part>
          <Part title={t("files.title")} id="files">
            <Files found={found} given={given} params={params} />
          </Part>
          <Part title={t("facts.title")} id="facts">
            <CaseFacts found={found} given={given} />
          </Part>
          {lineage ? (
            <Part title={t("lineage.title")} id="lineage">
              {aboutReference}
              <Lineage lineage={lineage} number={found.number} given={given} />
            </Part>
          ) : null}
          {same && found.person ? (
            <Part
              title={t("same.title")}
              id="same"
              aside={
                <>
                  <span className="text-ink-3">{countSame(same)}</span>
                  <Link
                    href={hrefOf(CASES_PATH, { subject: found.person.id, sort: "-openedAt" })}
                    prefetch={false}
                    className="link ms-auto"
                  >
                    {t("same.table")}
                  </Link>
                </>
              }
            >
              <SameCpf same={same} given={given} />
            </Part>
          ) : null}
        </div>
      </div>
    </div>
  );
}

/** What support sees: that the case is there and how it stands. */
export function MaskedBody({ found, given: { t, verdicts, format } }: Props) {
  return (
    <div className="flex max-w-160 flex-col gap-5 px-6 pt-1 phone:px-4">
      <p className="flex gap-2 text-ink-2">
        <Icon name="lock" className="mt-0.5" />
        {t("desk.masked")}
      </p>
      <Facts>
        <Fact term={t("facts.state")} raw={found.status}>
          {verdicts(`status.${found.status}`)}
        </Fact>
        <Fact term={t("facts.opened")} title={format.full(found.openedAt)}>
          {format.dateTime(found.openedAt)}
        </Fact>
      </Facts>
    </div>
  );
}

function openingWords({ origin, rule, ruleName }: CaseWhole, { t }: Given): string {
  if (origin === "manual" || origin === null) return t("opening.manual");
  return t(`opening.${origin}`, { rule: ruleName ?? ruleWord(t, rule) });
}

/** A new 1:1 against the same reference, from inside the case. */
function Reverify({ found: { may, referenceId, number }, label }: { found: CaseWhole; label: string }) {
  if (!may.reverify || !referenceId) return null;
  return (
    <div>
      <ButtonLink
        href={hrefOf("/reverifications/new", { reference: referenceId, case: number })}
        prefetch={false}
        icon={<Icon name="camera" />}
      >
        {label}
      </ButtonLink>
    </div>
  );
}

type PartProps = { title: string; id: string; aside?: ReactNode; children: ReactNode };

function Part({ title, id, aside, children }: PartProps) {
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <div className="flex items-baseline gap-2">
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
