import Link from "next/link";
import { CASES_PATH } from "#app/(staff)/cases/given.ts";
import { TakeNext } from "#app/(staff)/cases/take-next.tsx";
import { ExportNotices } from "#app/(staff)/exports/export-notices.tsx";
import { Said } from "#app/(staff)/exports/said.tsx";
import { SCENARIOS_PATH } from "#app/(staff)/navigation.ts";
import { StateMark } from "#app/(staff)/reverifications/state-mark.tsx";
import { numberOf } from "#app/(staff)/reverifications/words.ts";
import { DockSection, Page } from "#components/shell/page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { outcomeWords } from "#components/verdict/words.ts";
import { isSandbox } from "#lib/entry/environment.ts";
import { listMentions } from "#lib/features/cases/mentions.ts";
import { readNotices } from "#lib/features/exports/noticing.ts";
import { OWN, OWN_FIGURES } from "#lib/features/overview/rules.ts";
import { readOwnWork } from "#lib/features/overview/service.ts";
import type { ReverificationRow } from "#lib/features/reverifications/reading.ts";
import { hrefOf } from "#lib/table/address.ts";
import { CaseList } from "./case-list.tsx";
import { type Figure, Figures } from "./figures.tsx";
import { type Given, sayCount } from "./given.ts";
import { Mentions } from "./mentions.tsx";

/** The analyst's: what is theirs, what is due next, and the way to it. */
export async function OwnWork({ given }: { given: Given }) {
  const { ctx, o, t } = given;
  const [work, mentions, notices] = await Promise.all([
    readOwnWork(ctx),
    listMentions(ctx),
    readNotices(ctx),
  ]);
  const figures = OWN_FIGURES.map(
    (name): Figure => ({
      label: o(`figure.${name}`),
      value: sayCount(given, work.figures[name]),
      href: hrefOf(CASES_PATH, OWN[name]),
      tone: name === "mineOverdue" && work.figures[name].count > 0 ? "refute" : undefined,
    }),
  );
  return (
    <Page
      dock={
        <>
          <Mentions rows={mentions} given={given} />
          <LastStarted given={given} rows={work.reverifications} />
        </>
      }
      dockLabel={o("lastReverifications")}
    >
      <div className="bg-canvas">
        <PageHead
          title={o("title")}
          actions={<TakeNext large words={{ take: t("takeNext"), taking: t("taking") }} />}
        />
        <Said>
          <ExportNotices notices={notices} t={given.exports} />
        </Said>
      </div>
      <Figures figures={figures} label={o("figures")} />
      <CaseList
        given={given}
        id="own-cases"
        title={o("ownCases")}
        rows={work.own}
        filter={OWN.mine}
        all={o("allOwn")}
        empty={o("ownNone")}
      />
      <CaseList
        given={given}
        id="next-due"
        title={o("nextDue")}
        rows={work.next}
        filter={{ status: ["open"] }}
        all={o("allNext")}
        empty={o("nextNone")}
      />
    </Page>
  );
}

type LastProps = { given: Given; rows: readonly ReverificationRow[] };

function LastStarted({ given: { o, verdicts, format, now, reverifications: r }, rows }: LastProps) {
  return (
    <DockSection title={o("lastReverifications")} titleId="last-reverifications">
      {rows.length === 0 ? <p className="text-ink-2">{o("lastNone")}</p> : null}
      {rows.length === 0 && isSandbox() ? (
        <Link href={SCENARIOS_PATH} prefetch={false} className="link self-start">
          {o("tryScenarios")}
        </Link>
      ) : null}
      <ul className="-mx-6 phone:-mx-4">
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              href={`/reverifications/${row.id}`}
              prefetch={false}
              className="flex items-start gap-3 px-6 py-2 hover:bg-hover phone:px-4"
            >
              <span className="min-w-0 grow">
                <span className="block truncate">
                  <span className="font-medium">{numberOf(row.number)}</span>
                  <span className="ps-2 text-ink-2">
                    {row.person?.name ?? r(row.person ? "start.noName" : "start.nobody")}
                  </span>
                </span>
                <span className="flex">
                  {row.state === "completed" && row.outcome ? (
                    <Verdict
                      glyph={outcomeWords(row.outcome).glyph}
                      word={verdicts(outcomeWords(row.outcome).word)}
                    />
                  ) : (
                    <StateMark state={row.state} verdicts={verdicts} />
                  )}
                </span>
              </span>
              <time
                dateTime={row.startedAt.toISOString()}
                title={format.full(row.startedAt)}
                className="text-xs leading-5 whitespace-nowrap text-ink-3"
              >
                {format.near(row.startedAt, now)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
      <div>
        <ButtonLink href="/reverifications/new">{o("newReverification")}</ButtonLink>
      </div>
    </DockSection>
  );
}
