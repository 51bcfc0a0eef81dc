import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { Given } from "#app/(staff)/overview/given.ts";
import { StatusBars } from "#app/(staff)/overview/status-bars.tsx";
import { CheckFacts, KeyFacts, QueueFacts } from "#app/(staff)/overview/upkeep.tsx";
import type { LastCheck } from "#lib/features/audit/proof-alarms.ts";
import { formatterFor } from "#lib/format.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

it.each(LOCALES)("a bar is named by the words that are seen, so that it can be spoken, in %s", (locale) => {
  const verdicts = translatorFor(locale, "verdicts");
  const given = { o: translatorFor(locale, "overview"), verdicts, format: formatterFor(locale) } as Given;
  const markup = renderToStaticMarkup(
    <StatusBars given={given} shares={[{ status: "open", priority: "high", count: 98 }]} />,
  );
  expect(markup).toContain(`aria-label="${verdicts("status.open")} 98"`);
});

const NOW = new Date("2026-11-22T12:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 3_600_000);
const upkeepIn = (locale: Locale) => {
  const o = translatorFor(locale, "overview");
  return { o, audit: translatorFor(locale, "audit"), given: { o, format: formatterFor(locale), now: NOW } };
};
const LANES = [{ lane: "person", waiting: 3, since: NOW }] as const;
const QUEUES = { waiting: 0, oldestMs: 0, running: 0, failed: 0 };

it.each(LOCALES)("the queues say what waits, what nobody takes and what was given up, in %s", (locale) => {
  const { o, given } = upkeepIn(locale);
  const drawn = (queues: Partial<typeof QUEUES>) =>
    renderToStaticMarkup(<QueueFacts queues={{ ...QUEUES, ...queues }} lanes={LANES} given={given} />);
  expect(drawn({})).not.toContain("/audit?outcome=failed");
  expect(drawn({})).toContain('href="/settings/connections"');
  // A job that came a moment ago waits as jobs do.
  expect(drawn({ waiting: 4, oldestMs: 30_000 })).not.toContain(o("startWorker"));
  expect(drawn({ waiting: 4, oldestMs: 5 * 60_000 })).toContain(o("startWorker"));
  expect(drawn({ failed: 2 })).toContain('href="/audit?outcome=failed"');
});

it.each(LOCALES)("the last check of the log says when it was and how it ended, in %s", (locale) => {
  const { audit, given } = upkeepIn(locale);
  const drawn = (lastCheck: LastCheck) =>
    renderToStaticMarkup(<CheckFacts lastCheck={lastCheck} audit={audit} given={given} />);
  const check = { at: NOW, isFull: true, upToBlock: 7, events: 12, tookMs: 40, bad: null, badEvent: null };
  expect(drawn(null)).toContain(audit("proof.neverChecked"));
  expect(drawn(check)).toContain(audit("proof.checkedGood", { when: "09:00", count: 12 }));
  const bad = { check: "chain", block: null, seq: 5 } as const;
  const place = `${audit("event.title", { seq: "5" })} (chain)`;
  expect(drawn({ ...check, bad, badEvent: 5 })).toContain(
    audit("proof.checkedBad", { when: "09:00", place }),
  );
});

it.each(LOCALES)("each key tells how long it has been in use, in %s", (locale) => {
  const { o, given } = upkeepIn(locale);
  const keys = {
    data: { id: "k2", since: daysAgo(34) },
    index: { id: "abc", since: null },
    log: null,
  };
  const markup = renderToStaticMarkup(<KeyFacts keys={keys} given={given} />);
  expect(markup).toContain(o("keyAge", { span: "34 d", since: given.format.date(daysAgo(34)) }));
  expect(markup).toContain(o("keyNotTaken"));
  expect(markup).toContain(o("keyUnused"));
  expect(markup).toContain('href="/settings/retention#keys"');
});
