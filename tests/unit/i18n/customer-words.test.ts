import { describe, expect, it } from "vitest";
import { HEADLINES, stepsOf, tellOf as tellOfProcess } from "#lib/features/processes/rules.ts";
import { STATES } from "#lib/features/reverifications/rules.ts";
import { tellOf } from "#lib/features/reverifications/telling.ts";
import { OUTCOMES } from "#lib/features/signals.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { messages } from "#lib/i18n/messages.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import type { AdviceReason, ProcessOutcome } from "#lib/unico/process-reading.ts";

/** No customer hears any of it, in either language, in any form of the word. */
const FORBIDDEN =
  /fraud|suspei|suspic|alert|score|pontua|risco|\brisk|golpe|scam|crime|criminal|falso|\bfake|comportamento|behavio|blacklist|lista negra|m[áa]scara|\bmask|another person|outra pessoa|different person/i;

describe.each(LOCALES)("what the customer hears in %s", (locale) => {
  const { say } = messages[locale].verdicts;
  const { switchLabel: _, ...tell } = messages[locale].processes.tell;
  const said = Object.entries({ ...say, ...tell });

  it.each(said)("%s has no word about fraud", (_key, text) => {
    expect(text).not.toMatch(FORBIDDEN);
    expect(text).toMatch(/[.?]$/);
  });

  it("the list of words would catch them", () => {
    const { outcome, fraud } = messages[locale].verdicts;
    expect(outcome.match_flagged).toMatch(FORBIDDEN);
    expect(fraud.yes).toMatch(FORBIDDEN);
  });
});

/** Every row that can decide, with the outcomes it can have: a new one does not compile until it is here. */
const REASONS = {
  not_completed: ["wait"],
  awaiting_document: ["wait"],
  failed: ["retry"],
  canceled: ["retry"],
  result_error: ["retry"],
  expired: ["retry"],
  warning: ["review"],
  liveness_missing: ["retry"],
  identity_missing: ["retry"],
  identity_not_measured: ["review"],
  divergence: ["retry"],
  contradiction: ["review"],
  not_live: ["reprove"],
  not_holder: ["reprove"],
  holder: ["approve"],
  alert: ["review", "reprove"],
  inconclusive: ["review"],
  no_evidence: ["retry"],
  score_high: ["approve"],
  score_between: ["review"],
  score_low: ["review"],
  score_very_low: ["reprove"],
  unknown_value: ["review"],
} as const satisfies Record<AdviceReason, readonly ProcessOutcome[]>;
const readings = (Object.keys(REASONS) as AdviceReason[]).flatMap((reason) =>
  REASONS[reason].map((outcome) => ({ reason, outcome })),
);

describe.each(LOCALES)("every reading has its words in %s", (locale) => {
  const [verdicts, processes, reverifications] = [
    translatorFor(locale, "verdicts"),
    translatorFor(locale, "processes"),
    translatorFor(locale, "reverifications"),
  ];

  it.each(readings)("a process: $outcome for $reason", (reading) => {
    expect(processes(`outcome.${reading.outcome}`)).not.toBe("");
    expect(processes(`happened.${reading.reason}`)).toMatch(/\.$/);
    expect(verdicts(`support.${HEADLINES[reading.outcome]}`)).not.toBe("");
    const tell = tellOfProcess(reading);
    expect("own" in tell ? processes(`tell.${tell.own}`) : verdicts(`say.${tell.common}`)).not.toBe("");
    for (const hasCase of [true, false]) {
      const steps = stepsOf(reading, hasCase);
      expect(steps.length).toBeGreaterThan(0);
      for (const step of steps) expect(processes(`step.${step}`)).toMatch(/\.$/);
    }
  });

  it.each(OUTCOMES)("a re-verification: %s", (outcome) => {
    expect(verdicts(`outcome.${outcome}`)).not.toBe("");
    expect(reverifications(`outcomeText.${outcome}`)).toMatch(WHAT_NEXT[locale]);
    expect(verdicts(`say.${tellOf({ state: "completed", outcome, failure: null })}`)).not.toBe("");
  });
});

/** Words that say what to do next. */
const WHAT_NEXT = {
  en: /(nothing more to do|decide in its case|start a new one|asked for|wait)/i,
  "pt-BR": /(nada a fazer|decida no caso|inicie uma nova|pedida|aguarde)/i,
} as const;

describe("what is told of a re-verification", () => {
  it("is good news for a match without an alert alone", () => {
    const good = OUTCOMES.filter(
      (outcome) => tellOf({ state: "completed", outcome, failure: null }) === "confirmed",
    );
    expect(good).toEqual(["match"]);
  });

  it.each([
    ["unknown", "unknown_timeout", "second_look"],
    ["unknown", "sender_died", "second_look"],
    ["refused", "picture_too_small", "new_selfie"],
    ["refused", "capture_required", "new_selfie"],
    ["refused", "cpf_invalid", "our_side"],
    ["failed", "credentials", "our_side"],
    ["sent", null, "second_look"],
  ] as const)("%s by %s: %s", (state, failure, told) => {
    expect(tellOf({ state, outcome: null, failure })).toBe(told);
  });

  it("says the same to a match with an alert as to whoever is still waited for", () => {
    const flagged = tellOf({ state: "completed", outcome: "match_flagged", failure: null });
    expect(flagged).toBe(tellOf({ state: "sent", outcome: "pending", failure: null }));
    for (const state of STATES) expect(tellOf({ state, outcome: null, failure: null })).not.toBe("confirmed");
  });
});
