import Link from "next/link";
import { CASES_PATH, caseHref } from "#app/(staff)/cases/given.ts";
import { ExportNotices } from "#app/(staff)/exports/export-notices.tsx";
import { Said } from "#app/(staff)/exports/said.tsx";
import { ProofAlarms } from "#components/audit/proof-alarms.tsx";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { readProofAlarms } from "#lib/features/audit/proof-alarms.ts";
import { listMentions } from "#lib/features/cases/mentions.ts";
import { readNotices } from "#lib/features/exports/noticing.ts";
import { readUnusual } from "#lib/features/limits/unusual.ts";
import { BOARD, type BoardFigure } from "#lib/features/overview/rules.ts";
import { type Board, readBoard } from "#lib/features/overview/service.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { BoardDock } from "./board-dock.tsx";
import { CaseList } from "./case-list.tsx";
import { type Figure, Figures } from "./figures.tsx";
import { type Given, sayCount } from "./given.ts";
import { StatusBars } from "./status-bars.tsx";
import { UnusualVolume } from "./unusual-volume.tsx";

type Props = { given: Given; audit: Translator<"audit">; privacy: Translator<"privacy"> };

/** The manager's: how the queue stands, what waits, and who carries how much. */
export async function BoardOverview({ given, audit, privacy }: Props) {
  const { ctx, o, format, now } = given;
  const [board, alarms, mentions, unusual, notices] = await Promise.all([
    readBoard(ctx),
    readProofAlarms(ctx),
    listMentions(ctx),
    readUnusual(ctx),
    readNotices(ctx),
  ]);
  const { open } = board.figures;
  return (
    <Page dock={<BoardDock given={given} board={board} mentions={mentions} />} dockLabel={o("waits")}>
      <div className="bg-canvas">
        <PageHead title={o("title")} />
        <Said>
          <ExportNotices notices={notices} t={given.exports} />
        </Said>
        <ProofAlarms alarms={alarms} t={audit} format={format} now={now} />
        <UnusualVolume unusual={unusual} t={privacy} format={format} now={now} />
      </div>
      <Figures figures={figuresOf(given, board)} label={o("figures")} />
      <section aria-labelledby="by-status" className="border-b border-line px-6 pt-4 pb-4 phone:px-4">
        <div className="flex flex-wrap items-center gap-3">
          <h2 id="by-status" className="text-base font-semibold">
            {o("byStatus")}
          </h2>
          <Link href={hrefOf(CASES_PATH, BOARD.open)} prefetch={false} className="link ms-auto text-xs">
            {o("allOpen", { count: sayCount(given, open) })}
          </Link>
        </div>
        {open.count > 0 ? (
          <StatusBars given={given} shares={board.shares} />
        ) : (
          <p className="text-ink-2">{o("noOpen")}</p>
        )}
      </section>
      <CaseList
        given={given}
        id="next-due"
        title={o("nextDue")}
        rows={board.next}
        filter={BOARD.open}
        all={o("allNext")}
        empty={o("noOpen")}
      />
    </Page>
  );
}

function figuresOf(given: Given, { figures, oldest }: Board): Figure[] {
  const { o, format, now } = given;
  const figure = (name: Exclude<BoardFigure, "awaiting" | "escalated">): Figure => ({
    label: o(`figure.${name}`),
    value: sayCount(given, figures[name]),
    href: hrefOf(CASES_PATH, BOARD[name]),
  });
  const { open, overdue } = figures;
  const share = open.count > 0 && !open.capped ? Math.round((overdue.count / open.count) * 100) : null;
  return [
    figure("open"),
    {
      ...figure("overdue"),
      tone: overdue.count > 0 ? "refute" : undefined,
      note: share === null ? undefined : o("share", { share: `${share} %` }),
    },
    { ...figure("dueIn1h"), note: o("withOverdue") },
    { ...figure("dueIn4h"), note: o("withOverdue") },
    { ...figure("unassigned"), note: o("nobodyHas") },
    {
      label: o("figure.oldest"),
      value: oldest ? format.span(now.getTime() - oldest.openedAt.getTime()) : o("none"),
      note: oldest ? o("oldestCase", { number: String(oldest.number) }) : undefined,
      href: oldest ? caseHref(oldest.number) : hrefOf(CASES_PATH, BOARD.open),
    },
  ];
}
