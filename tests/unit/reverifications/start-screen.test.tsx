import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { StartDock } from "#app/(staff)/reverifications/new/dock.tsx";
import { Refusal } from "#app/(staff)/reverifications/new/refusal.tsx";
import { Replacing } from "#app/(staff)/reverifications/new/replacing.tsx";
import { StartForm } from "#app/(staff)/reverifications/new/start-form.tsx";
import { startWords } from "#app/(staff)/reverifications/new/start-words.ts";
import { FileChecks } from "#components/ui/file-checks.tsx";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ID } from "#tests/support/reverification-whole.ts";

vi.mock(import("next/navigation"), async (original) => ({
  ...(await original()),
  useRouter: () => ({ refresh() {} }) as never,
}));

const OTHER = "d4410b9c-2e7f-4a86-b1c3-95f0a71870e2";
const textOf = (markup: string) => markup.replace(/<[^>]+>/g, "|").replace(/\|+/g, "|");

describe.each(LOCALES)("the form of a new one, in %s", (locale) => {
  const t = translatorFor(locale, "reverifications");
  const verdicts = translatorFor(locale, "verdicts");
  const words = startWords(t, verdicts, translatorFor(locale, "capture"));
  const file = words.picture.file;

  it("tells a bound that is kept from one that is not by its words", () => {
    const checks = (isGood: boolean) =>
      textOf(
        renderToStaticMarkup(
          <FileChecks
            words={file}
            measured={{
              width: 1,
              height: 1,
              formatGood: isGood,
              sizeGood: isGood,
              resolutionGood: isGood,
            }}
          />,
        ),
      );
    const [kept, broken] = [checks(true), checks(false)];
    for (const word of [file.format, file.size, file.resolution]) {
      expect(kept).toContain(`|${word}|`);
      expect(broken).not.toContain(`|${word}|`);
    }
    for (const word of [file.formatBad, file.sizeBad, file.resolutionBad])
      expect(broken).toContain(`|${word}|`);
  });

  it("says above the button that nothing is sent, while nothing is", () => {
    const form = (stopped: string | null) =>
      textOf(
        renderToStaticMarkup(
          <StartForm
            idempotencyKey={ID}
            caseNumber={null}
            replaces={null}
            stopped={stopped}
            sampleUrl={null}
            capture={null}
            referenceId=""
            card={null}
            subsidiaries={[]}
            reasons={[]}
            words={words}
          />,
        ),
      );
    const stopped = t("start.stopped.failures", { time: "12:03" });
    expect(stopped).toContain("12:03");
    expect(form(stopped).indexOf(stopped)).toBeLessThan(form(stopped).indexOf(words.submit));
    expect(form(stopped)).toContain(stopped);
    expect(form(null)).not.toContain("12:03");
  });

  it("names the one that is sent anew, or leads to why it is not", () => {
    const old = { id: ID, number: 2211, referenceId: ID, isSettled: false, replacedBy: null };
    const said = (given: Parameters<typeof Replacing>[0]["old"]) =>
      renderToStaticMarkup(<Replacing old={given} t={t} />);
    expect(textOf(said(old))).toContain(t("start.replaces", { number: "R-2211" }));
    expect(said(old)).not.toContain("<a ");

    const replaced = said({ ...old, replacedBy: { id: OTHER, number: 2214 } });
    expect(textOf(replaced)).toContain(t("start.replacedAlready", { number: "R-2211" }));
    expect(replaced).toContain(`href="/reverifications/${OTHER}">R-2214</a>`);
    const settled = said({ ...old, isSettled: true });
    expect(textOf(settled)).toContain(t("start.replacesSettled", { number: "R-2211" }));
    expect(settled).toContain(`href="/reverifications/${ID}">R-2211</a>`);
    for (const markup of [replaced, settled])
      expect(textOf(markup)).not.toContain(t("start.replaces", { number: "R-2211" }));
  });

  it("leads to the earlier one by what looks like a link", () => {
    const about = { id: ID, href: `/reverifications/${ID}`, label: "R-2211" };
    const state = { status: "refused", code: "duplicate", message: "The same.", about } as const;
    const markup = renderToStaticMarkup(<Refusal state={state} wrong={[]} isPicture={false} words={words} />);
    expect(markup).toContain(`<a class="link" href="/reverifications/${ID}">R-2211</a>`);
  });

  it("has a word for the selfie beside it until there is one", () => {
    const dock = renderToStaticMarkup(
      <StartDock card={null} rules={SHIPPED_RULES} t={t} verdicts={verdicts} />,
    );
    expect(textOf(dock)).toContain(t("start.faceSelfie"));
    expect(dock).not.toContain("<image");
  });
});

describe.each(LOCALES)("case and result, in %s", (locale) => {
  const [t, cases] = [translatorFor(locale, "reverifications"), translatorFor(locale, "cases")];

  it("say the same of the same", () => {
    expect(cases("faces.referenceNotHeld")).toBe(t("start.faceReference"));
    expect(cases("faces.selfieNotHeld")).toBe(t("notKept"));
    expect(cases("faces.source.sdk")).toBe(t("capture.sdk"));
    expect(cases("notSent")).toBe(t("absent"));
  });
});
