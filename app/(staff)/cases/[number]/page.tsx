import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { subjectAuditPath } from "#app/(staff)/audit/paths.ts";
import { CASES_PATH, type Given } from "#app/(staff)/cases/given.ts";
import { ReferenceContradictions } from "#app/(staff)/references/contradiction-note.tsx";
import { revealOffer } from "#app/(staff)/revealable.tsx";
import { Due } from "#components/case/due.tsx";
import { CaseAssignee, CasePriority, CaseStatusWord } from "#components/case/standing.tsx";
import { AtCase } from "#components/live/at-case.tsx";
import { LiveNews } from "#components/live/live-news.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { can } from "#lib/auth/roles.ts";
import { orNotFound, pageContext, pageWords } from "#lib/entry/page.ts";
import { seenUntilNow } from "#lib/features/cases/news.ts";
import { isCaseNumber } from "#lib/features/cases/number.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { hrefOf, type Params } from "#lib/table/address.ts";
import { CaseBody, MaskedBody } from "./case-body.tsx";
import { DecideBar } from "./decide-bar.tsx";
import { Decided } from "./decided.tsx";
import { CaseDock } from "./dock.tsx";
import { PaperLink } from "./paper-link.tsx";

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Params> };

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const [{ words }, { number }] = await Promise.all([pageWords(), params]);
  return { title: words("cases")("caseTitle", { number }) };
}

/** One case, decided on one screen. */
export default async function CasePage({ params, searchParams }: Props) {
  const { ctx, words, format } = await pageContext("case:read");
  const [{ number }, asked] = await Promise.all([params, searchParams]);
  if (!isCaseNumber(number)) notFound();
  const since = await seenUntilNow(ctx);
  const found = await orNotFound(ctx, readCase(ctx, Number(number)));
  const [t, verdicts] = [words("cases"), words("verdicts")];
  const given: Given = { ctx, t, verdicts, tableWords: words("table"), format, now: ctx.now() };
  const whoSaw =
    found.person && can(ctx.actor, "audit:read")
      ? { href: subjectAuditPath(found.person.id), label: words("audit")("person.link") }
      : null;
  const reveal = found.person ? await revealOffer(ctx, "case", number, words("privacy")) : null;
  return (
    <Page
      dock={<CaseDock found={found} given={given} reveal={reveal} whoSaw={whoSaw} />}
      dockLabel={t("desk.label")}
    >
      <Decided params={asked} given={given} hasNext />
      <PageHead
        title={t("caseTitle", { number })}
        back={{ href: CASES_PATH, label: t("title") }}
        meta={
          <>
            <CaseStatusWord status={found.status} t={verdicts} />
            <CasePriority priority={found.priority} t={verdicts} />
            <Due times={found} now={given.now} t={t} format={format} alone />
            <CaseAssignee
              assignee={found.assignee}
              me={ctx.actor.id}
              words={{ me: t("assignedToMe"), nobody: t("assignedToNobody") }}
            />
            <AtCase number={found.number} />
            <LiveNews address={hrefOf(`/api/live/cases/${number}`, { since })} />
          </>
        }
        actions={
          <>
            {found.isMasked ? null : (
              <PaperLink number={found.number} label={words("caseFile")("download")} />
            )}
            {found.may.decide ? <DecideBar label={t("desk.decide")} /> : null}
          </>
        }
      />
      {found.isMasked ? (
        <MaskedBody found={found} given={given} />
      ) : (
        <CaseBody
          found={found}
          given={given}
          params={asked}
          aboutReference={found.referenceId ? <ReferenceContradictions id={found.referenceId} /> : null}
        />
      )}
    </Page>
  );
}
