import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { fieldWords } from "#app/(staff)/processes/field-words.tsx";
import { Script } from "#components/verdict/tell-script.tsx";
import { fieldsOf } from "#lib/features/processes/fields.ts";
import { isLivenessAsked, scoreOf } from "#lib/features/processes/rules.ts";
import type { Wire } from "#lib/features/processes/wire.ts";
import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import { readingOfIdCheck } from "#lib/unico/process-reading.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";

function said(wire: Wire, locale: Locale): Record<string, string> {
  const process = idCheckProcessSchema.parse({ process: wire });
  const reading = readingOfIdCheck(process);
  const telling = {
    process: {
      reading,
      score: scoreOf(reading),
      capacities: process.capacities,
      isLivenessAsked: isLivenessAsked(process.state, process.capacities),
    },
    t: translatorFor(locale, "processes"),
    verdicts: translatorFor(locale, "verdicts"),
    format: formatterFor(locale),
  };
  const text = (markup: string) => markup.replace(/<[^>]+>/g, "");
  return Object.fromEntries(
    fieldsOf(wire).map((field) => [
      field.key,
      text(renderToStaticMarkup(<p>{fieldWords(field, telling)}</p>)),
    ]),
  );
}

describe("every field in words", () => {
  it("says the one from the seed", () => {
    const found = processScenarios.find(({ row }) => row === "liveness_missing");
    expect(said(found?.document ?? {}, "en")).toMatchObject({
      state: "Finished by the customer",
      result: "Completed",
      authentication: "Holder not certain",
      liveness: "No answer, although it was asked for",
      identityFraudsters: "Fraud not checked",
      score: "+50Probably the holder",
      scoreEnabled: "Yes",
      authenticationId: "None: nothing to compare with",
      capacities: "identity, score, liveness",
      purpose: "Credit",
    });
  });

  it("names unknown values and breaks on none", () => {
    const wire = {
      id: "x",
      state: "PROCESS_STATE_NEW",
      result: 7,
      capacities: ["PROCESS_CAPACITY_NEW"],
      purpose: "constructor",
      authenticationInfo: {
        trustResult: "TRUST_RESULT_NEW",
        identityFraudstersResult: "TRUST_RESULT_NEW",
        scoreEngineResult: { scoreEnabled: "SCORE_ENABLED_TRUE", score: 150 },
        idAgeResult: "ID_AGE_NEW",
        frictionlessResult: "FRICTIONLESS_RESULT_UNSPECIFIED",
      },
      services: [{}, {}],
      finishedAt: "soon",
      expiresAt: "9999-99-99",
    };
    expect(said(wire, "en")).toMatchObject({
      state: "Unknown answer: PROCESS_STATE_NEW",
      result: "Unknown answer: 7",
      trust: "Unknown answer: TRUST_RESULT_NEW",
      identityFraudsters: "Unknown answer about fraud",
      score: "Not a score that counts",
      idAge: "We have no words for this value",
      frictionless: "Not checked",
      services: "Documents or signatures are there; what was read from them is not shown",
      finishedAt: "Not a time that we can read",
      expiresAt: "Not a time that we can read",
      capacities: "PROCESS_CAPACITY_NEW",
      purpose: "constructor",
      createdAt: "Not sent",
    });
  });

  it("leaves no field of any scenario blank, in both languages", () => {
    for (const locale of ["en", "pt-BR"] as const) {
      for (const { document } of processScenarios) {
        const words = said(document, locale);
        for (const [key, value] of Object.entries(words)) expect(value, `${locale} ${key}`).not.toBe("");
      }
    }
  });
});

it("tells the customer in Portuguese first, marked as such", () => {
  const words = { switch: "Language", pt: "Português", en: "English", copy: "Copy", copied: "Copied" };
  const markup = renderToStaticMarkup(<Script title="t" pt="Olá" en="Hello" words={words} />);
  expect(markup).toContain('lang="pt-BR">“Olá”');
  expect(markup).not.toContain("Hello");
});
