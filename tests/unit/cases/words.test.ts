import { describe, expect, it } from "vitest";
import { failureWords } from "#app/(staff)/cases/[number]/failure-words.ts";
import { dueState } from "#components/case/due.tsx";
import { headlineOf, signalWords } from "#components/case/headline.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { minutes, NOW } from "./a-whole-case.ts";

describe("who was first", () => {
  const by = "Lia Moraes";
  it.each([
    [
      "en",
      "Lia Moraes decided this case on 21 Nov 2020, 10:02. Nothing of yours was saved, and what you typed is kept.",
    ],
    [
      "pt-BR",
      "Lia Moraes decidiu este caso em 21 de nov. de 2020, 10:02. Nada seu foi salvo, e o que você digitou está guardado.",
    ],
  ] as const)("is told in %s", (locale, words) => {
    const at = new Date("2020-11-21T13:02:00Z");
    expect(failureWords(locale, { code: "case_changed", kind: "decided", by, at })).toMatch(
      new RegExp(`^${words.replace(/21 Nov 2020|21 de nov\. de 2020/, ".*2020")}$`),
    );
  });
  it.each(LOCALES)("has words for every refusal in %s", (locale) => {
    const codes = [
      "case_closed",
      "case_held",
      "case_not_yours",
      "case_awaits",
      "case_not_awaiting",
      "case_own_decision",
      "case_not_closed",
      "case_not_held",
      "case_waits",
      "case_not_waiting",
      "case_escalated",
      "case_undo_over",
    ] as const;
    for (const code of codes)
      for (const who of [by, null])
        expect(failureWords(locale, { code, by: who })).toMatch(/^\S.+\. \S.+\.$/);
    for (const code of ["case_no_worker", "case_same_priority"] as const)
      expect(failureWords(locale, { code })).toMatch(/^\S.+\. \S.+\.$/);
    for (const other of [10_482, null])
      expect(failureWords(locale, { code: "case_other_open", other })).toMatch(/\.$/);
    const kinds = [
      "opened",
      "signal_joined",
      "taken",
      "released",
      "noted",
      "decided",
      "approved",
      "sent_back",
      "escalated",
      "waiting",
      "resumed",
      "reopened",
      "assigned",
      "taken_over",
      "prioritised",
      "undone",
      null,
    ] as const;
    for (const kind of kinds)
      expect(failureWords(locale, { code: "case_changed", kind, by: null, at: NOW })).toMatch(
        /^\S.+\. \S.+\.$/,
      );
  });
});

describe("due", () => {
  it.each([
    ["over", { status: "open", dueAt: minutes(-1), closedAt: null }],
    ["soon", { status: "in_review", dueAt: minutes(59), closedAt: null }],
    ["later", { status: "open", dueAt: minutes(60), closedAt: null }],
    ["paused", { status: "waiting", dueAt: minutes(-5), closedAt: null }],
    ["closed", { status: "closed", dueAt: minutes(-5), closedAt: minutes(-9) }],
  ])("is %s", (state, times) => {
    expect(dueState(times, NOW)).toBe(state);
  });
});

describe("the headline", () => {
  const none = { fraudsters: null, biometry: null, liveness: null, outcome: null, score: null } as const;
  const t = translatorFor("en", "verdicts");
  it.each([
    [{ ...none, score: -72 }, "refuted", "Probably not the holder", "Probably not the holder"],
    [
      { ...none, score: -72, fraudsters: "yes" },
      "alert",
      "Fraud alert, and the person is not certain",
      "Fraud alert, person not compared, liveness not checked",
    ],
    [
      { ...none, score: 60, liveness: "not_live" },
      "refuted",
      "Not live",
      "Fraud not checked, person not compared, not live",
    ],
    [
      { ...none, outcome: "match_flagged", fraudsters: "yes", biometry: "match", liveness: "live" },
      "alert",
      "Same person, with a fraud alert",
      "Fraud alert, same person",
    ],
    [
      { ...none, outcome: "match_flagged", fraudsters: "other", biometry: "match", liveness: "live" },
      "alert",
      "Same person, but the answer about fraud needs a second look",
      "Unknown answer about fraud",
    ],
    [
      none,
      "no-answer",
      "No answer about the person",
      "Fraud not checked, person not compared, liveness not checked",
    ],
  ] as const)("of %j", (found, glyph, sentence, words) => {
    const headline = headlineOf(found);
    expect([headline.glyph, t(headline.word), signalWords(t, found)]).toEqual([glyph, sentence, words]);
  });
});
