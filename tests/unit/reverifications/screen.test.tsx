import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { Attempts } from "#app/(staff)/reverifications/[id]/attempts.tsx";
import { Details } from "#app/(staff)/reverifications/[id]/details.tsx";
import { ResultDock } from "#app/(staff)/reverifications/[id]/dock.tsx";
import { Evidence } from "#app/(staff)/reverifications/[id]/evidence.tsx";
import { Headline } from "#app/(staff)/reverifications/[id]/headline.tsx";
import { columnsOf } from "#app/(staff)/reverifications/columns.tsx";
import { StartDock } from "#app/(staff)/reverifications/new/dock.tsx";
import { StartForm } from "#app/(staff)/reverifications/new/start-form.tsx";
import { startWords } from "#app/(staff)/reverifications/new/start-words.ts";
import { stageWords } from "#components/case/stage-words.ts";
import { DataTable } from "#components/table/data-table.tsx";
import type { ReverificationWhole } from "#lib/features/reverifications/reading.ts";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { formatterFor } from "#lib/format.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { AT, aWhole, ID, NO_ANSWER } from "#tests/support/reverification-whole.ts";

vi.mock(import("next/navigation"), async (original) => ({
  ...(await original()),
  useRouter: () => ({ refresh() {} }) as never,
}));

const partsIn = (locale: Locale, found: ReverificationWhole) => ({
  found,
  t: translatorFor(locale, "reverifications"),
  verdicts: translatorFor(locale, "verdicts"),
  format: formatterFor(locale),
});
const textOf = (markup: string) =>
  markup
    .replace(/<script.*?<\/script>/gs, "")
    .replace(/<[^>]+>/g, "|")
    .replace(/\|+/g, "|");

function page(found: ReverificationWhole, locale: Locale = "en"): string {
  const parts = partsIn(locale, found);
  return renderToStaticMarkup(
    <>
      <Headline {...parts} />
      <Evidence {...parts} stage={stageWords(translatorFor(locale, "cases"))} />
      <Attempts {...parts} />
      <Details {...parts} />
      <ResultDock {...parts} copy="Copy" copied="Copied" />
    </>,
  );
}

/** The facts of all description lists, term by term. */
function factsOf(markup: string): Record<string, string> {
  const pairs = markup.matchAll(/<dt[^>]*>(.*?)<\/dt><dd[^>]*>(.*?)<\/dd>/gs);
  return Object.fromEntries(
    [...pairs].map(([, term = "", fact = ""]) => [term, textOf(fact).replace(/^\||\|$/g, "")]),
  );
}

describe("the page of a re-verification", () => {
  it("opens with the sentence, and says what nobody knows", () => {
    const text = textOf(page(aWhole()));
    expect(text).toContain("Same person, liveness not checked");
    expect(text).toContain("so nobody knows that it was live. No case was opened.");
  });

  it("has each fact under its term, the raw value beside the words", () => {
    const facts = factsOf(page(aWhole()));
    expect(facts).toMatchObject({
      State: expect.stringContaining("Completed"),
      Outcome: "Same person|match",
      "Unico process": "d4410b9c-2e7f-4a86-b1c3-95f0a71870e2|status: 3",
      identityFraudsters: "No fraud alert|inconclusive",
      biometryToken: "Same person|true",
      liveness: "Liveness not checked|absent",
      CPF: "***.204.881-**",
    });
  });

  it("shows the exact answer, and the time each part took", () => {
    const text = textOf(page(aWhole()));
    expect(text).toContain("&quot;status&quot;: 3");
    expect(text).toMatch(/SHA-256 \|[0-9a-f]{64}/);
    expect(text).toContain("Unico: HTTP 200|");
    expect(text).toContain("1284 ms");
  });

  it("says of every capture that its proof of life is missing, and how the picture was sent", () => {
    const webcam = aWhole({ capture: "webcam", reencoded: true });
    expect(textOf(page(webcam))).toContain("It is without proof of life, so nobody knows that it was live.");
    expect(factsOf(page(webcam)).Picture).toBe("JPEG, 1080 × 1440, 412 kB, made smaller to fit");
    const sdk = aWhole({
      capture: "sdk",
      liveness: "live",
      imageFormat: "sdk",
      imageWidth: null,
      imageHeight: null,
    });
    expect(textOf(page(sdk))).not.toContain("nobody knows");
    expect(factsOf(page(sdk)).Picture).toBe("Unico’s SDK, 412 kB");
  });

  it("offers the kept copies to whom may see them, asks for none before, and has no address of one otherwise", () => {
    const referenceSelfie = { id: "018f0000-0000-7000-8000-000000000009", number: 7, startedAt: AT };
    const both = page(aWhole({ selfieKey: "selfies/x", maySeeSelfie: true, referenceSelfie }));
    for (const title of ["New selfie", "Reference"]) expect(both).toContain(`aria-label="View: ${title}"`);
    expect(both).not.toContain("<image");
    const none = page(aWhole({ selfieKey: "selfies/x" }));
    expect(none).not.toMatch(/api\/selfies|selfies\/x/);
    expect(textOf(none)).toContain("Not kept here");
  });

  it("leads to the case of an alert by its number", () => {
    const markup = page(
      aWhole({
        outcome: "match_flagged",
        fraudsters: "yes",
        cases: [{ number: 10_482, status: "open" }],
      }),
    );
    expect(markup).toContain('href="/cases/10482"');
    expect(textOf(markup)).toContain("Same person, with a fraud alert");
  });

  it("without an answer offers nothing to read and no button to send again", () => {
    const text = textOf(page(aWhole({ ...NO_ANSWER, state: "unknown", failure: "unknown_timeout" })));
    expect(text).toContain("It was sent, but no answer came in time");
    expect(text).toContain("It is never sent again by itself");
    expect(text).not.toMatch(/Same person|send again|resend/i);
    expect(factsOf(page(aWhole({ ...NO_ANSWER, state: "unknown" })))).toMatchObject({
      Outcome: "None",
      "Unico process": "No id came",
      identityFraudsters: "Not said",
    });
  });

  it.each(LOCALES)("says all of it in %s, whatever the state", (locale) => {
    const states = [
      aWhole(),
      aWhole({ ...NO_ANSWER, state: "pending", sentAt: null, settledAt: null, attempts: [] }),
      aWhole({ ...NO_ANSWER, state: "sent", settledAt: null }),
      aWhole({ ...NO_ANSWER, state: "failed", failure: "sender_died", sentAt: null, attempts: [] }),
      aWhole({ ...NO_ANSWER, state: "refused", failure: "cpf_invalid", unicoCode: "20507", httpStatus: 400 }),
      aWhole({ ...NO_ANSWER, state: "unknown", failure: "unknown_reset", person: null }),
    ];
    for (const found of states) {
      const text = textOf(page(found, locale));
      expect(text).not.toMatch(/undefined|null|\[object|NaN|reverifications\.|verdicts\./);
    }
  });
});

describe("the form of a new one", () => {
  const t = translatorFor("en", "reverifications");
  const verdicts = translatorFor("en", "verdicts");
  const form = renderToStaticMarkup(
    <StartForm
      idempotencyKey={ID}
      caseNumber={10_482}
      replaces={null}
      stopped={null}
      sampleUrl={null}
      capture={null}
      referenceId={ID}
      card={{ id: ID, name: "Rui", cpf: "***.204.881-**", place: "12 Mar 2024", used: "used once" }}
      subsidiaries={[{ value: "", label: "As at enrolment" }]}
      reasons={[{ value: "second_look", label: "Second look" }]}
      words={startWords(t, verdicts, translatorFor("en", "capture"))}
    />,
  );

  it("carries its key and its case, and the names that people find things by", () => {
    expect(form).toContain(`name="idempotencyKey" value="${ID}"`);
    expect(form).toContain('name="caseNumber" value="10482"');
    for (const label of ["Reference process ID", "CPF", "Selfie", "Subsidiary", "Reason"])
      expect(form).toMatch(new RegExp(`<label for="[^"]+"[^>]*>${label}</label>`));
    expect(textOf(form)).toContain("Start re-verification");
    expect(textOf(form)).toContain("One paid call. A second click changes nothing.");
    expect(textOf(form)).toContain("Liveness not checked");
  });

  it("says what can come back as the rules have it", () => {
    const text = textOf(
      renderToStaticMarkup(<StartDock card={null} rules={SHIPPED_RULES} t={t} verdicts={verdicts} />),
    );
    expect(text).toContain("Same person|nothing to do");
    expect(text).toMatch(/Different person\|opens a case, priority normal/);
    expect(text).toMatch(/Fraud alert\|opens a case, priority (high|urgent)/);
  });
});

describe("a row of the list", () => {
  it.each(LOCALES)("has a number to follow, words and a masked person, in %s", (locale) => {
    const { t, verdicts, format } = partsIn(locale, aWhole());
    const row = { ...aWhole(), startedBy: { id: ID, name: "Bruna Tavares" } };
    const rows = [
      row,
      {
        ...row,
        ...NO_ANSWER,
        id: "other",
        state: "unknown" as const,
        failure: "unknown_timeout",
        person: null,
      },
    ] as unknown as (typeof row)[];
    const markup = renderToStaticMarkup(
      <DataTable
        name={t("title")}
        columns={columnsOf({ t, verdicts, format, now: AT })}
        rows={rows}
        rowKey={({ id }) => id}
      />,
    );
    expect(markup).toContain(`<a href="/reverifications/${ID}">R-2211</a>`);
    expect(textOf(markup)).toContain(verdicts("sentence.same_unchecked"));
    expect(textOf(markup)).toContain(t("failure.unknown_timeout.title"));
    expect(textOf(markup)).not.toMatch(/undefined|\[object/);
  });
});
