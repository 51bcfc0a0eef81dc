import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { EventProof } from "#app/(staff)/audit/event-proof.tsx";
import { ProofSummary } from "#app/(staff)/audit/proof-summary.tsx";
import { ProofAlarms } from "#components/audit/proof-alarms.tsx";
import { type EventProofFacts, eventProofOf } from "#lib/features/audit/event-proof-rules.ts";
import { ALARMS } from "#lib/features/audit/proof-state-rules.ts";
import type { ProofState } from "#lib/features/audit/proof-types.ts";
import { formatterFor } from "#lib/format.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

// 09:00 in São Paulo.
const NOW = new Date("2026-11-22T12:00:00Z");
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

const SEALED: NonNullable<EventProofFacts["block"]> = {
  number: 7,
  sealedAt: ago(3),
  keyId: "0123456789abcdef",
  leadsToRoot: true,
  fault: null,
  areKeysKnown: true,
  copy: { is: "same", block: 9 },
  copyWaitsMs: 0,
};
const GOOD: ProofState = {
  beganAt: ago(90_000),
  lastSeal: { block: 40, at: ago(1), total: 400 },
  unsealed: 0,
  waitingSince: null,
  lagMs: 0,
  isLate: false,
  archived: 0,
  checkpoint: { block: 40, at: ago(1), failingSince: null, isOverdue: false },
  lastCheck: {
    at: ago(10),
    isFull: false,
    upToBlock: 40,
    events: 400,
    tookMs: 30,
    bad: null,
    badEvent: null,
  },
  lastFullCheckAt: ago(500),
  anomalies: { count: 0, first: null },
};
const bad = { check: "row_hash", block: 3, seq: 17 } as const;
const NONSENSE = /undefined|NaN|\[object|[{}]|event\.\w|proof\.\w/;

describe.each(LOCALES)("the proof on the screen, in %s", (locale) => {
  const t = translatorFor(locale, "audit");
  const format = formatterFor(locale);
  const eventMarkup = (facts: Partial<EventProofFacts>) => {
    const proof = eventProofOf({ content: "same", waitsMs: 0, isOutOfPlace: false, block: null, ...facts });
    const markup = renderToStaticMarkup(<EventProof event={{ form: 3, proof }} t={t} format={format} />);
    expect(markup).not.toMatch(NONSENSE);
    return markup;
  };
  const summary = (change: Partial<ProofState>) => {
    const markup = renderToStaticMarkup(
      <ProofSummary state={{ ...GOOD, ...change }} t={t} format={format} now={NOW} />,
    );
    expect(markup).not.toMatch(NONSENSE);
    return markup;
  };
  const glyphsIn = (markup: string) => [...markup.matchAll(/data-glyph="([\w-]+)"/g)].map(([, name]) => name);

  it("an event is confirmed only where content, block, signature and copy are", () => {
    const whole = eventMarkup({ block: SEALED });
    expect(new Set(glyphsIn(whole))).toEqual(new Set(["confirmed"]));
    expect(whole).toContain(t("event.standing.proved"));
    const fresh = eventMarkup({});
    expect(glyphsIn(fresh)).toEqual(["not-finished", "confirmed", "not-finished"]);
    expect(fresh).toContain(t("event.step.block.soon"));
    expect(fresh).not.toContain('role="alert"');
    expect(glyphsIn(eventMarkup({ waitsMs: 999_999 }))[0]).toBe("second-look");
  });
  it("an event that does not hold is an alert with what to do, and names the step", () => {
    for (const [change, word] of [
      [{ content: "other" }, t("event.step.content.other")],
      [{ content: "unknown_form" }, t("event.step.content.unknown_form", { form: "3" })],
      [{ isOutOfPlace: true }, t("event.step.block.outside")],
      [{ block: { ...SEALED, leadsToRoot: false } }, t("event.step.block.not_root", { block: "7" })],
      [{ block: { ...SEALED, copy: { is: "other" } } }, t("event.step.copy.other")],
    ] as const) {
      const markup = eventMarkup(change);
      expect(markup).toContain('role="alert"');
      expect(markup).toContain(t("event.brokenDo"));
      expect(markup).toContain(word);
    }
  });
  it("the log is green only where nothing is in doubt, and else says what", () => {
    expect(glyphsIn(summary({}))).toEqual(["confirmed"]);
    for (const [change, word] of [
      [{ isLate: true }, "seal_late"],
      [{ checkpoint: { ...GOOD.checkpoint, isOverdue: true } }, "copy_late"],
      [{ checkpoint: { ...GOOD.checkpoint, failingSince: ago(1) } }, "copy_failing"],
      [{ lastCheck: GOOD.lastCheck && { ...GOOD.lastCheck, at: ago(31) } }, "check_late"],
      [{ lastFullCheckAt: ago(37 * 60) }, "full_check_late"],
    ] as const) {
      const markup = summary(change);
      expect(new Set(glyphsIn(markup))).toEqual(new Set(["second-look"]));
      expect(markup).toContain(t(`proof.doubt.${word}`));
    }
    const touched = summary({ lastCheck: GOOD.lastCheck && { ...GOOD.lastCheck, bad } });
    expect(glyphsIn(touched)[0]).toBe("refuted");
    expect(touched).toContain(t("event.title", { seq: "17" }));
    expect(summary({ lastCheck: null })).toContain(t("proof.neverChecked"));
  });
  it("tells of an overdue copy, of archived events, and leads to the first odd clock", () => {
    expect(summary({ checkpoint: { ...GOOD.checkpoint, isOverdue: true } })).toContain(
      t("proof.copyOverdue", { last: t("proof.sealedAt", { block: "40", when: format.near(ago(1), NOW) }) }),
    );
    expect(summary({ archived: 1_204 })).toContain(t("proof.archivedCount", { count: 1_204 }));
    const first = { kind: "back_dated", block: 5, seq: 81, event: 81 } as const;
    const odd = summary({ anomalies: { count: 3, first } });
    expect(odd).toContain(t("proof.anomalyCount", { count: 3 }));
    expect(odd).toContain('href="/audit?event=81"');
    expect(summary({ anomalies: { count: 1, first: { ...first, event: null } } })).not.toContain("<a ");
    expect(glyphsIn(odd)).toEqual(["confirmed", "no-alert"]);
  });
  it("an alarm says what is wrong, since when, and what to do", () => {
    const alarms = ALARMS.map((kind) => ({
      kind,
      since: ago(20),
      bad: kind === "touched" ? bad : null,
      event: kind === "touched" ? 17 : null,
    }));
    const markup = renderToStaticMarkup(<ProofAlarms alarms={alarms} t={t} format={format} now={NOW} />);
    expect(markup).not.toMatch(/undefined|NaN|\[object|[{}]/);
    expect(markup.match(/role="alert"/g)).toHaveLength(ALARMS.length);
    expect(markup).toContain("08:40:00");
    for (const kind of ALARMS) expect(markup).toContain(t(`proof.alarm.${kind}.do`));
    expect(markup).toContain('href="/audit?event=17"');
    expect(renderToStaticMarkup(<ProofAlarms alarms={[]} t={t} format={format} now={NOW} />)).toBe("");
  });
});
