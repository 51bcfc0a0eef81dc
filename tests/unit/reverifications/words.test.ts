import { describe, expect, it } from "vitest";
import { failureKeyOf, headlineOf } from "#app/(staff)/reverifications/words.ts";
import { outcomeWords } from "#components/verdict/words.ts";
import type { PictureRefusal } from "#lib/features/reverifications/picture.ts";
import { type Failure, type ReverificationState, STATES } from "#lib/features/reverifications/rules.ts";
import { REASONS } from "#lib/features/reverifications/schema.ts";
import type { StartFailure } from "#lib/features/reverifications/service.ts";
import { OUTCOMES } from "#lib/features/signals.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

/** Where each cause can stand: a new one does not compile until it has a place and words. */
const FAILURES = {
  request_invalid: "refused",
  cpf_invalid: "refused",
  picture_unreadable: "refused",
  picture_format: "refused",
  picture_too_large: "refused",
  picture_too_small: "refused",
  capture_required: "refused",
  capture_expired: "refused",
  capture_used: "refused",
  credentials: "failed",
  cpf_queued: "failed",
  busy: "failed",
  unreachable: "failed",
  malformed: "failed",
  breaker_open: "failed",
  fenced: "failed",
  unico_error: "failed",
  unico_cancelled: "failed",
  not_recorded: "failed",
  still_working: "unknown",
  portal_absent: "failed",
  portal_error: "failed",
  sender_died: "unknown",
  not_found: "unknown",
  gone: "unknown",
  unknown_timeout: "unknown",
  unknown_reset: "unknown",
  unknown_server_error: "unknown",
  unknown_unreadable: "unknown",
} satisfies Record<Failure, ReverificationState>;
const failures = Object.entries(FAILURES) as [Failure, ReverificationState][];

const PICTURES = {
  picture_empty: true,
  picture_data_url: true,
  picture_format: true,
  picture_not_image: true,
  picture_small: true,
  picture_large: true,
  picture_heic: true,
  picture_damaged: true,
  picture_animated: true,
  picture_cmyk: true,
  picture_depth: true,
  picture_mixed: true,
  picture_pixels: true,
  picture_busy: true,
} satisfies Record<PictureRefusal, true>;
const refusals = [
  ...Object.keys(PICTURES),
  "case_unknown",
  "subsidiary_unknown",
  "reference_of_other_person",
] as Exclude<StartFailure["code"], "too_many">[];

const facts = { outcome: null, fraudsters: null, biometry: null, liveness: null, failure: null };

describe.each(LOCALES)("in %s", (locale) => {
  const t = translatorFor(locale, "reverifications");
  const verdicts = translatorFor(locale, "verdicts");

  it("every cause has a sentence of its own and says what to do", () => {
    const titles = failures.map(([failure, state]) => {
      const key = failureKeyOf(state, failure);
      expect(key).not.toBe("other");
      expect(t(`failure.${key}.text`)).toMatch(/\.$/);
      return t(`failure.${key}.title`);
    });
    expect(new Set(titles).size).toBe(titles.length);
  });

  it("what is unknown is never said to have cost nothing, nor to be sent again", () => {
    for (const [failure] of failures.filter(([, state]) => state === "unknown")) {
      const said = t(`failure.${failureKeyOf("unknown", failure)}.text`);
      expect(said).not.toMatch(/nothing (left|was)|nada (saiu|foi)/i);
      expect(said).toMatch(/ask Unico|pergunte à Unico/i);
    }
  });

  it("every state and every outcome has words", () => {
    for (const state of STATES) expect(verdicts(`reverification.${state}`)).not.toBe("");
    for (const outcome of OUTCOMES) {
      expect(verdicts(outcomeWords(outcome).word)).not.toBe("");
      expect(t(`outcomeText.${outcome}`)).not.toBe("");
      const headline = headlineOf({ ...facts, state: "completed", outcome });
      expect("verdict" in headline && verdicts(headline.verdict)).toBeTruthy();
    }
  });

  it("every refusal of the form and every reason has words of its own", () => {
    const said = refusals.map((code) => t(`refusal.${code}`));
    expect(new Set(said).size).toBe(said.length);
    for (const reason of REASONS) expect(t(`reasonName.${reason}`)).not.toBe("");
  });
});

describe("the headline", () => {
  it("puts an alert before a match", () => {
    expect(
      headlineOf({
        state: "completed",
        outcome: "match_flagged",
        fraudsters: "yes",
        biometry: "match",
        liveness: "not_measured",
        failure: null,
      }),
    ).toEqual({ glyph: "alert", verdict: "sentence.same_alert_unchecked" });
  });
  it("tells a sender that died before the call from one that died after it", () => {
    expect(failureKeyOf("failed", "sender_died")).toBe("never_sent");
    expect(failureKeyOf("unknown", "sender_died")).toBe("sender_died");
  });
  it("says of a cause it does not know that there is no outcome, and nothing else", () => {
    expect(headlineOf({ ...facts, state: "failed", failure: "of_tomorrow" })).toEqual({
      glyph: "do-again",
      failure: "other",
    });
  });
});
