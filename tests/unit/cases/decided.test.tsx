import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { workOnCaseAction } from "#app/(staff)/cases/[number]/actions.ts";
import { Decided } from "#app/(staff)/cases/[number]/decided.tsx";
import { readQueue } from "#app/(staff)/cases/read-queue.ts";
import { takeNextCase } from "#lib/features/cases/service.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { fail, ok } from "#lib/result.ts";
import { paramsOf } from "#lib/table/address.ts";
import { givenIn } from "./a-whole-case.ts";

const NUMBER = 10_482;
const decided = vi.hoisted(() => vi.fn());
vi.mock(import("next/cache"), async (original) => ({ ...(await original()), revalidatePath() {} }));
vi.mock(import("next/navigation"), async (original) => ({
  ...(await original()),
  redirect: ((to: string) => {
    throw new Error(to);
  }) as never,
}));
// What an action runs once it knows who asks and what for.
vi.mock(import("#lib/entry/action.ts"), async (original) => ({
  ...(await original()),
  staffAction: ((_schema: unknown, run: unknown) => run) as never,
}));
vi.mock(import("#lib/features/cases/service.ts"), async (original) => ({
  ...(await original()),
  decideCase: decided,
  takeNextCase: vi.fn(),
}));
vi.mock(import("#lib/features/cases/undoing.ts"), async (original) => ({
  ...(await original()),
  readOwnDecision: async (_ctx, number) => ({
    number,
    version: 3,
    decision: "inconclusive",
    isClosed: true,
    undoLeftMs: 9_000,
  }),
}));

/** Where one is led, and what is said there, after a decision that came to that. */
async function afterDecision(came: object, next: number | null, locale: Locale) {
  decided.mockResolvedValue(ok({ number: NUMBER, ...came }));
  vi.mocked(takeNextCase).mockResolvedValue(
    next === null ? fail({ code: "no_case_due" }) : ok({ number: next }),
  );
  const { ctx, ...given } = givenIn(locale);
  const run = workOnCaseAction as unknown as (...given: unknown[]) => Promise<never>;
  const to = await run(ctx, { act: "decide", number: NUMBER }).catch((error: Error) => error.message);
  const { pathname, search } = new URL(to, "http://x");
  const params = Object.fromEntries(new URLSearchParams(search));
  const notice = await Decided({ params, given: { ctx, ...given }, hasNext: next !== null });
  return { pathname, search, said: renderToStaticMarkup(notice) };
}

it.each([10_500, null])("says over the page that opens that nothing typed was kept: %s", async (next) => {
  for (const locale of LOCALES) {
    const unkept = givenIn(locale).t("written.unkept");
    const { pathname, search, said } = await afterDecision({ isUnkept: true }, next, locale);
    expect(pathname).toBe(next === null ? "/cases" : `/cases/${next}`);
    expect(said).toContain(unkept);
    expect(readQueue(paramsOf(search.slice(1)), false, []).dropped).toEqual([]);
    const kept = await afterDecision({}, next, locale);
    expect(kept.search).toBe(`?decided=${NUMBER}`);
    expect(kept.said).not.toContain(unkept);
  }
});
