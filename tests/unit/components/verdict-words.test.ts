import { describe, expect, test } from "vitest";
import {
  biometryWords,
  fraudWords,
  livenessWords,
  outcomeWords,
  scoreWords,
  sentenceOf,
  troubleOf,
} from "#components/verdict/words.ts";
import type { ShownSignals } from "#lib/features/signals.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const FRAUDSTERS: ShownSignals["fraudsters"][] = ["yes", "inconclusive", "other", null];
const BIOMETRY: ShownSignals["biometry"][] = ["match", "no_match", "undecided", null];
const LIVENESS: ShownSignals["liveness"][] = ["live", "not_live", "not_measured", null];
const combinations = FRAUDSTERS.flatMap((fraudsters) =>
  BIOMETRY.flatMap((biometry) => LIVENESS.map((liveness) => ({ fraudsters, biometry, liveness }))),
);
const t = translatorFor("en", "verdicts");
const say = (
  fraudsters: ShownSignals["fraudsters"],
  biometry: ShownSignals["biometry"],
  liveness: ShownSignals["liveness"],
) => t(sentenceOf({ fraudsters, biometry, liveness, outcome: null }));

describe("the sentence of a case", () => {
  test.each([
    ["inconclusive", "match", "live", "Same person"],
    ["inconclusive", "match", "not_measured", "Same person, liveness not checked"],
    ["inconclusive", "match", null, "Same person, liveness not checked"],
    ["yes", "match", "live", "Same person, with a fraud alert"],
    ["yes", "match", "not_measured", "Same person, with a fraud alert, liveness not checked"],
    ["yes", "no_match", "live", "Different person, with a fraud alert"],
    ["inconclusive", "no_match", "live", "Different person"],
    ["inconclusive", "match", "not_live", "Not live, but the same person"],
    ["yes", "match", "not_live", "Not live, with a fraud alert, but the same person"],
    ["yes", "no_match", "not_live", "Different person, not live, with a fraud alert"],
    ["inconclusive", null, "not_live", "Not live"],
    [null, "match", "live", "Same person, but no answer about fraud"],
    [null, null, null, "No answer about the person"],
  ] as const)("%s, %s, %s: %s", (fraudsters, biometry, liveness, sentence) => {
    expect(say(fraudsters, biometry, liveness)).toBe(sentence);
  });

  test.each(combinations)(
    "$fraudsters, $biometry, $liveness hides neither an alert nor a missing life",
    (signals) => {
      const sentence = t(sentenceOf({ ...signals, outcome: null })).toLowerCase();
      if (signals.fraudsters === "yes") expect(sentence).toContain("fraud alert");
      if (signals.liveness === "not_live") expect(sentence).toContain("not live");
      if (signals.biometry === "no_match") expect(sentence).toContain("different person");
      // The bare word of approval stands for exactly one combination.
      expect(sentence === "same person").toBe(
        signals.fraudsters === "inconclusive" && signals.biometry === "match" && signals.liveness === "live",
      );
    },
  );

  test("an answer that never came to signals says so, whatever they read", () => {
    const signals = { fraudsters: null, biometry: null, liveness: null } as const;
    expect(t(sentenceOf({ ...signals, outcome: "error" }))).toBe("Error at Unico, nothing was checked");
    expect(t(sentenceOf({ ...signals, outcome: "pending" }))).toBe("Unico is still working");
    expect(t(sentenceOf({ ...signals, outcome: "cancelled" }))).toBe("Cancelled at Unico");
  });
});

test("a row says what is wrong, or what is right if nothing is", () => {
  const row = (
    fraudsters: ShownSignals["fraudsters"],
    biometry: ShownSignals["biometry"],
    liveness: ShownSignals["liveness"],
  ) => troubleOf({ fraudsters, biometry, liveness }).map((key) => t(key));
  expect(row("yes", "no_match", "live")).toEqual(["Fraud alert", "Different person"]);
  expect(row("yes", "match", "live")).toEqual(["Fraud alert", "Same person"]);
  expect(row("inconclusive", "no_match", "not_live")).toEqual(["Different person", "Not live"]);
  expect(row("inconclusive", "match", "live")).toEqual(["Same person"]);
  expect(row("inconclusive", "match", null)).toEqual(["Liveness not checked"]);
});

test("only the exact positive value gets the glyph of approval", () => {
  const approving = (glyphs: { glyph: string }[]) =>
    glyphs.filter(({ glyph }) => glyph === "confirmed").length;
  expect(approving(FRAUDSTERS.map((value) => fraudWords(value)))).toBe(0);
  expect(approving(BIOMETRY.map(biometryWords))).toBe(1);
  expect(approving(LIVENESS.map(livenessWords))).toBe(1);
  expect(outcomeWords("match").glyph).toBe("confirmed");
  expect(outcomeWords("match_flagged").glyph).toBe("alert");
});

test("suspicious has words of its own, any other value is unknown", () => {
  expect(t(fraudWords("other", "suspicious").word)).toBe("Face seen with another CPF");
  expect(t(fraudWords("other", "perhaps").word)).toBe("Unknown answer about fraud");
});

test.each([
  [-100, "score.deny"],
  [-40, "score.deny"],
  [-39, "score.weigh"],
  [-10, "score.weigh"],
  [-9, "score.little"],
  [0, "score.none"],
  [9, "score.little"],
  [10, "score.holder"],
  [100, "score.holder"],
  [null, "score.absent"],
] as const)("score %s is %s", (score, word) => {
  expect(scoreWords(score).word).toBe(word);
});

test.each(LOCALES)("every word can be said in %s", (locale) => {
  const speak = translatorFor(locale, "verdicts");
  for (const signals of combinations) {
    const keys = [
      sentenceOf({ ...signals, outcome: null }),
      ...troubleOf(signals),
      fraudWords(signals.fraudsters).why,
      biometryWords(signals.biometry).why,
      livenessWords(signals.liveness).why,
    ];
    for (const key of keys) expect(speak(key)).not.toBe("");
  }
});
