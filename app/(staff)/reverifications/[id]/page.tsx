import type { Metadata } from "next";
import Link from "next/link";
import { cache } from "react";
import { revealOffer } from "#app/(staff)/revealable.tsx";
import { StateMark } from "#app/(staff)/reverifications/state-mark.tsx";
import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { TellCustomer } from "#app/(staff)/tell-customer.tsx";
import { stageWords } from "#components/case/stage-words.ts";
import { Page } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { orNotFound, pageContext } from "#lib/entry/page.ts";
import { type ReverificationWhole, readReverification } from "#lib/features/reverifications/reading.ts";
import { tellOf } from "#lib/features/reverifications/telling.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { Arrival } from "./arrival.tsx";
import { Attempts } from "./attempts.tsx";
import { Details } from "./details.tsx";
import { ResultDock } from "./dock.tsx";
import { Evidence } from "./evidence.tsx";
import { Headline } from "./headline.tsx";
import { WhatHappened } from "./what-happened.tsx";
import { WordHistory } from "./word-history.tsx";

type Props = { params: Promise<{ id: string }> };

/** Read once for title and page: a look at it is audited once. */
const load = cache(async (id: string) => {
  const page = await pageContext("reverification:read");
  return { ...page, found: await orNotFound(page.ctx, readReverification(page.ctx, id)) };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { words, found } = await load((await params).id);
  return { title: words("reverifications")("oneTitle", { number: numberOf(found.number) }) };
}

export default async function ReverificationPage({ params }: Props) {
  const { words, format, ctx, found } = await load((await params).id);
  const [t, verdicts, common] = [words("reverifications"), words("verdicts"), words("common")];
  const parts = { found, t, verdicts, format };
  const r = words("reconciling");
  const told = { ...parts, r, now: ctx.now() };
  const reveal = found.person ? await revealOffer(ctx, "reverification", found.id, words("privacy")) : null;
  return (
    <Page
      dock={<ResultDock {...parts} reveal={reveal} copy={common("copy")} copied={common("copied")} />}
      dockLabel={t("details")}
    >
      <Arrival />
      <PageHead
        title={t("oneTitle", { number: numberOf(found.number) })}
        back={{ href: "/reverifications", label: t("title") }}
        meta={
          <>
            <StateMark state={found.state} verdicts={verdicts} />
            <span className="text-ink-2">
              {found.startedBy.name},{" "}
              <time dateTime={found.startedAt.toISOString()} title={format.full(found.startedAt)}>
                {format.near(found.startedAt, ctx.now())}
              </time>
            </span>
            <OtherNumber label={r("number.replaces")} other={found.replaces} />
            <OtherNumber label={r("number.replacedBy")} other={found.replacedBy} />
          </>
        }
        actions={
          found.mayStart ? (
            <ButtonLink size="s" href={`/reverifications/new?reference=${found.referenceId}`}>
              {t("newWithThis")}
            </ButtonLink>
          ) : null
        }
      />
      <div className="px-6 phone:px-4">
        <Headline {...parts} />
        <WhatHappened {...told} />
        <WordHistory {...told} />
        <Evidence {...parts} stage={stageWords(words("cases"))} />
        {found.settledAt ? <Telling found={found} /> : null}
        <Attempts {...parts} />
        <Details {...parts} />
      </div>
    </Page>
  );
}

/** The customer hears the same words from everybody, whoever looked. */
function Telling({ found }: { found: ReverificationWhole }) {
  const told = tellOf(found);
  return (
    <div className="py-3">
      <TellCustomer
        pt={translatorFor("pt-BR", "verdicts")(`say.${told}`)}
        en={translatorFor("en", "verdicts")(`say.${told}`)}
      />
    </div>
  );
}

type OtherProps = { label: string; other: { id: string; number: number } | null };

/** The one in whose place it was sent, or that was sent in its place. */
function OtherNumber({ label, other }: OtherProps) {
  if (!other) return null;
  return (
    <span className="text-ink-2">
      {label}{" "}
      <Link className="link" href={`/reverifications/${other.id}`}>
        {numberOf(other.number)}
      </Link>
    </span>
  );
}
