import type { Metadata } from "next";
import { LiveRefresh } from "#components/live/live-refresh.tsx";
import { can } from "#lib/auth/roles.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { seenUntilNow } from "#lib/features/cases/news.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { BOARD } from "#lib/features/overview/rules.ts";
import { hrefOf } from "#lib/table/address.ts";
import { BoardOverview } from "./overview/board.tsx";
import { Connections } from "./overview/connections.tsx";
import type { Given } from "./overview/given.ts";
import { OwnWork } from "./overview/own-work.tsx";
import { PhoneDesk } from "./overview/phone-desk.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("overview")("title") };
}

/** Our policy: what changes beside the queue is shown within this. */
const BOARD_MS = 30_000;
/** Counts from before the board is read: nothing falls between. */
const boardNews = async (ctx: UserCtx): Promise<string> =>
  hrefOf("/api/live/cases", { ...BOARD.open, since: await seenUntilNow(ctx) });

/** The first thing that a person sees, by what they may do. */
export default async function OverviewPage() {
  const { ctx, words, format } = await pageContext(null);
  const given: Given = {
    ctx,
    format,
    now: ctx.now(),
    o: words("overview"),
    t: words("cases"),
    verdicts: words("verdicts"),
    tableWords: words("table"),
    reverifications: words("reverifications"),
    exports: words("exports"),
  };
  if (can(ctx.actor, "case:assign"))
    return (
      <>
        <LiveRefresh address={await boardNews(ctx)} everyMs={BOARD_MS} />
        <BoardOverview given={given} audit={words("audit")} privacy={words("privacy")} />
      </>
    );
  if (can(ctx.actor, "case:work")) return <OwnWork given={given} />;
  if (can(ctx.actor, "process:lookup")) return <PhoneDesk given={given} />;
  return <Connections given={given} connections={words("connections")} audit={words("audit")} />;
}
