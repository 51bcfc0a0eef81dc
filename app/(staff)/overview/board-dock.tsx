import Link from "next/link";
import type { ReactNode } from "react";
import { CASES_PATH } from "#app/(staff)/cases/given.ts";
import { HEALTH_GLYPHS } from "#components/connections/health.tsx";
import { DockSection } from "#components/shell/page.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { Glyph } from "#components/ui/glyph.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { StatusGlyph } from "#components/ui/status-glyph.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { can } from "#lib/auth/roles.ts";
import type { MentionRow } from "#lib/features/cases/mentions.ts";
import { BOARD } from "#lib/features/overview/rules.ts";
import type { Board } from "#lib/features/overview/service.ts";
import { hrefOf } from "#lib/table/address.ts";
import { dayOf } from "#lib/time.ts";
import { type Given, sayCount } from "./given.ts";
import { Mentions } from "./mentions.tsx";

type Props = { given: Given; board: Board };
type DockProps = Props & { mentions: readonly MentionRow[] };

export function BoardDock(props: DockProps) {
  const { o } = props.given;
  return (
    <>
      <Mentions rows={props.mentions} given={props.given} />
      <DockSection title={o("waits")} titleId="waits">
        <Waits {...props} />
      </DockSection>
      <DockSection title={o("people")} titleId="people">
        <People {...props} />
        {can(props.given.ctx.actor, "report:read") ? (
          <Link href="/reports?period=today" prefetch={false} className="link self-start text-xs">
            {o("toReports")}
          </Link>
        ) : null}
      </DockSection>
      <DockSection title={o("unico")} titleId="unico">
        <Unico {...props} />
      </DockSection>
    </>
  );
}

function Waits({ given, board: { figures } }: Props) {
  const { o } = given;
  return (
    <ul>
      <Wait
        mark={<StatusGlyph status="awaiting_approval" />}
        title={o("approvals")}
        why={o("approvalsWhy")}
        count={sayCount(given, figures.awaiting)}
        href={hrefOf(CASES_PATH, BOARD.awaiting)}
      />
      <Wait
        mark={<StatusGlyph status="escalated" />}
        title={o("escalated")}
        why={o("escalatedWhy")}
        count={sayCount(given, figures.escalated)}
        href={hrefOf(CASES_PATH, BOARD.escalated)}
      />
      <Wait
        mark={<Glyph name="no-answer" />}
        title={o("unknown")}
        why={o("unknownWhy")}
        count={sayCount(given, figures.unknown)}
        href="/reverifications?state=unknown"
      />
    </ul>
  );
}

type WaitProps = { mark: ReactNode; title: string; why: string; count: string; href: string };

function Wait({ mark, title, why, count, href }: WaitProps) {
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        className="-mx-2 flex items-center gap-2.5 rounded-sm px-2 py-1.5 hover:bg-hover touch:min-h-12"
      >
        <span className="grid w-4.5 flex-none place-items-center">{mark}</span>
        <span className="min-w-0 grow">
          <span className="block font-medium">{title}</span>
          <span className="block text-xs text-ink-3">{why}</span>
        </span>
        <b className="font-medium">{count}</b>
        <Icon name="chevron-right" size={14} className="text-ink-3" />
      </Link>
    </li>
  );
}

function People({ given, board: { load } }: Props) {
  const { o, format, now } = given;
  const today = dayOf(now);
  const cell = "h-8 border-t border-line ps-4 text-end touch:h-11";
  const heads = "pb-1 text-xs font-[450] text-ink-2";
  return (
    <table className="w-full" aria-label={o("load")}>
      <thead>
        <tr>
          <th scope="col" className={`${heads} w-full text-start`}>
            {o("name")}
          </th>
          <th scope="col" className={`${heads} ps-4 text-end`}>
            {o("openColumn")}
          </th>
          <th scope="col" className={`${heads} ps-4 text-end`}>
            {o("overdueColumn")}
          </th>
          <th scope="col" className={`${heads} ps-4 text-end`}>
            {o("doneColumn")}
          </th>
        </tr>
      </thead>
      <tbody>
        {load.map(({ id, name, open, overdue, doneToday }) => (
          <tr key={id}>
            <td className="h-8 max-w-0 border-t border-line">
              <span className="flex min-w-0 items-center gap-2">
                <Avatar name={name} size="s" />
                <span className="truncate" title={name}>
                  {name}
                </span>
              </span>
            </td>
            <td className={cell}>
              <LoadLink filter={{ assignee: [id], ...BOARD.open }}>{format.number(open)}</LoadLink>
            </td>
            <td className={cell}>
              <LoadLink filter={{ assignee: [id], ...BOARD.overdue }} isBad={overdue > 0}>
                {format.number(overdue)}
              </LoadLink>
            </td>
            <td className={cell}>
              <LoadLink filter={{ closedFrom: today, decidedBy: id }}>{format.number(doneToday)}</LoadLink>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How the paid call does, from the last hour. */
function Unico({ given: { o, format }, board: { unico } }: Props) {
  return (
    <Facts>
      <Fact term={o("connection")}>
        <Verdict glyph={HEALTH_GLYPHS[unico.health]} word={o(`health.${unico.health}`)} />
      </Fact>
      <Fact term={o("answersIn")}>
        {unico.p50Ms === null ? o("none") : o("medianOf", { time: format.seconds(unico.p50Ms) })}
      </Fact>
      <Fact term={o("failedCalls")}>
        {o("failedOf", { failed: format.number(unico.failures), calls: format.number(unico.calls) })}
      </Fact>
    </Facts>
  );
}

type LoadLinkProps = { filter: Record<string, unknown>; isBad?: boolean; children: string };

const LoadLink = ({ filter, isBad = false, children }: LoadLinkProps) => (
  <Link
    href={hrefOf(CASES_PATH, filter)}
    prefetch={false}
    className={`inline-flex min-h-6 min-w-6 items-center justify-end hover:underline ${isBad ? "font-medium text-refute" : ""}`}
  >
    {children}
  </Link>
);
