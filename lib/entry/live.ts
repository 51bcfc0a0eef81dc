import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { Forbidden } from "#lib/auth/roles.ts";
import { env } from "#lib/env.ts";
import { peekSession } from "#lib/features/accounts/sessions.ts";
import { newsOfCase, newsOfCases } from "#lib/features/cases/news.ts";
import { caseNumber } from "#lib/features/cases/number.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { beThere, goAway, whoIsAt } from "#lib/features/presence/service.ts";
import { type Translator, translatorFor } from "#lib/i18n/translator.ts";
import { type Channel, openChannel } from "#lib/live/channel.ts";
import { type Look, liveStream } from "#lib/live/stream.ts";
import { paramsOf, readAddress } from "#lib/table/address.ts";
import { PAGE_SIZE } from "#lib/table/list.ts";
import { isSnapshot, type News } from "#lib/table/news.ts";
import { watchingContext } from "./current.ts";
import { tellRefusal } from "./refusal.ts";

/** Our policy: more pages than anybody looks at. A browser holds the line of none but those that are seen. */
const PAGES_PER_PERSON = 20;

// One of each a process, also when the bundler loads this module twice.
const kept = globalThis as typeof globalThis & {
  contraprovaCases?: Channel;
  contraprovaPages?: Map<string, number>;
};
const channel = (): Channel => {
  kept.contraprovaCases ??= openChannel(env().DATABASE_URL, "contraprova_cases");
  return kept.contraprovaCases;
};

const since = z.string().max(8_000).refine(isSnapshot);
const listInput = z.object({
  since,
  shown: z.preprocess(
    (text) => (typeof text === "string" && text !== "" ? text.split(",") : []),
    z.array(caseNumber).max(PAGE_SIZE),
  ),
});
const caseInput = z.object({ since, number: caseNumber });

/** Nobody signed in, no permission, nonsense: from outside all the same. */
const nothing = () => new Response(null, { status: 404, headers: { "cache-control": "private, no-store" } });

type Watching = { ctx: UserCtx; t: Translator<"live">; list: Intl.ListFormat };

/** News of a page of the queue: what came, what changed, and who has which of its cases open. */
export async function liveCases(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const input = listInput.safeParse(Object.fromEntries(query));
  if (!input.success) return nothing();
  const { filter } = readAddress(caseTable, paramsOf(query.toString()));
  return watched(request, ({ ctx, t, list }) => ({
    async look() {
      const [news, open] = await Promise.all([
        newsOfCases(ctx, filter, input.data),
        whoIsAt(ctx, input.data.shown),
      ]);
      const at = Object.entries(open).map(([number, names]) => [
        number,
        peopleWords(list, t, "atCase", names),
      ]);
      return { news: newsWords(t, news), at: Object.fromEntries(at) };
    },
  }));
}

/** News of one case: that it changed, and who else has it open. Being here is told to the others. */
export async function liveCase(request: Request, asked: string): Promise<Response> {
  const input = caseInput.safeParse({ since: new URL(request.url).searchParams.get("since"), number: asked });
  if (!input.success) return nothing();
  const pageId = randomUUID();
  return watched(request, ({ ctx, t, list }) => ({
    async look() {
      const news = await newsOfCase(ctx, input.data.number, input.data.since);
      if (!news) return null;
      const names = await beThere(ctx, pageId, input.data.number);
      return {
        news: news.changed > 0 ? t("caseChanged") : "",
        at: names.length > 0 ? { [input.data.number]: peopleWords(list, t, "alsoHere", names) } : {},
      };
    },
    left: async () => {
      await goAway(ctx, pageId);
    },
  }));
}

type Told = { look: Look; left?: () => Promise<void> };

async function watched({ signal }: Request, tell: (watching: Watching) => Told): Promise<Response> {
  const watching = await watchingContext();
  if (!watching || signal.aborted) return nothing();
  const { ctx, locale } = watching;
  const leave = enter(ctx.actor.id);
  if (!leave) return new Response(null, { status: 429, headers: { "cache-control": "private, no-store" } });
  const told = tell({
    ctx,
    t: translatorFor(locale, "live"),
    list: new Intl.ListFormat(locale, { type: "conjunction" }),
  });
  const left = async () => {
    leave();
    await told.left?.();
  };
  const look = async () => ((await peekSession(ctx, ctx.actor.sessionId)) ? told.look() : null);
  try {
    // The first look is made before the line is opened: who may not look is given none.
    if ((await told.look()) !== null) return liveStream({ channel: channel(), look, left, signal });
    await left().catch(() => undefined);
  } catch (error) {
    await left().catch(() => undefined);
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "live");
  }
  return nothing();
}

/** Without a body there is nobody to tell, and nobody who would close the line. */
export const refuseHead = () => new Response(null, { status: 405, headers: { allow: "GET" } });

/** Counts a page of the person in; null where there are too many. The function counts it out. */
function enter(userId: string): (() => void) | null {
  kept.contraprovaPages ??= new Map();
  const pages = kept.contraprovaPages;
  const open = pages.get(userId) ?? 0;
  if (open >= PAGES_PER_PERSON) return null;
  pages.set(userId, open + 1);
  return () => {
    const left = (pages.get(userId) ?? 1) - 1;
    if (left > 0) pages.set(userId, left);
    else pages.delete(userId);
  };
}

const newsWords = (t: Translator<"live">, { fresh, changed, isCut }: News): string => {
  if (isCut) return t("show", { news: t("much") });
  if (fresh + changed === 0) return "";
  return t("show", { news: t("news", { fresh, changed, both: fresh > 0 && changed > 0 ? "yes" : "no" }) });
};

const peopleWords = (
  list: Intl.ListFormat,
  t: Translator<"live">,
  key: "alsoHere" | "atCase",
  names: readonly string[],
) => t(key, { names: list.format(names), count: names.length });
