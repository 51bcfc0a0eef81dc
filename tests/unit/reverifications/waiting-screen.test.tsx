import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { Details } from "#app/(staff)/reverifications/[id]/details.tsx";
import { ResultDock } from "#app/(staff)/reverifications/[id]/dock.tsx";
import { Headline } from "#app/(staff)/reverifications/[id]/headline.tsx";
import { columnsOf } from "#app/(staff)/reverifications/columns.tsx";
import { troubleOf } from "#lib/features/processes/rules.ts";
import type { ReverificationWhole } from "#lib/features/reverifications/reading.ts";
import { formatterFor } from "#lib/format.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { AT, aWhole, ID, NO_ANSWER } from "#tests/support/reverification-whole.ts";

vi.mock(import("next/navigation"), async (original) => ({
  ...(await original()),
  useRouter: () => ({ refresh() {} }) as never,
}));
vi.mock(import("#app/(staff)/reverifications/[id]/actions.ts"), () => ({
  flagReverificationAction: async () => ({ status: "idle" as const }),
  reconcileAction: async () => ({ status: "idle" as const }),
}));

const partsIn = (locale: Locale, found: ReverificationWhole) => ({
  found,
  t: translatorFor(locale, "reverifications"),
  verdicts: translatorFor(locale, "verdicts"),
  format: formatterFor(locale),
});
const textOf = (markup: string) => markup.replace(/<[^>]+>/g, "|").replace(/\|+/g, "|");

type Overrides = Partial<ReverificationWhole>;
const headline = (overrides: Overrides, locale: Locale = "en") =>
  textOf(renderToStaticMarkup(<Headline {...partsIn(locale, aWhole({ ...NO_ANSWER, ...overrides }))} />));
function fact(overrides: Overrides, term: string): string {
  const markup = renderToStaticMarkup(<Details {...partsIn("en", aWhole({ ...NO_ANSWER, ...overrides }))} />);
  const found = new RegExp(`<dt[^>]*>${term}</dt><dd[^>]*>(.*?)</dd>`, "s").exec(markup);
  return textOf(found?.[1] ?? "");
}
const anAttempt = (verdict: string | null) => ({
  id: ID,
  reverificationId: ID,
  startedAt: AT,
  finishedAt: verdict === null ? null : AT,
  httpStatus: verdict === "busy" ? 429 : null,
  verdict,
});
const WAITING = { settledAt: null, attempts: [anAttempt(null)] } satisfies Overrides;

describe.each(LOCALES)("one under way, in %s", (locale) => {
  const stateText = (key: "sent" | "slowed") => translatorFor(locale, "reverifications")(`stateText.${key}`);

  it("does not claim that Unico has it: nobody knows where the request is", () => {
    expect(headline({ ...WAITING, state: "sent" }, locale)).toContain(stateText("sent"));
  });

  it.each(["pending", "sent"] as const)("%s after a 429 says that Unico asks to slow down", (state) => {
    for (const attempts of [[anAttempt("busy")], [anAttempt("busy"), anAttempt(null)]]) {
      const said = headline({ ...WAITING, state, attempts }, locale);
      expect(said).toContain(stateText("slowed"));
      expect(said).not.toContain(stateText("sent"));
    }
  });

  it("keeps the words of its place while it stands in the queue", () => {
    const said = headline({ ...WAITING, state: "sent", attempts: [anAttempt("busy")], ahead: 3 }, locale);
    expect(said).toContain("3");
    expect(said).not.toContain(stateText("slowed"));
  });
});

describe("what has not come", () => {
  it("is not told as what never will", () => {
    for (const state of ["pending", "sent"] as const) {
      const found = aWhole({ ...NO_ANSWER, ...WAITING, state, sentAt: null });
      const dock = renderToStaticMarkup(<ResultDock {...partsIn("en", found)} copy="Copy" copied="Copied" />);
      expect(textOf(dock)).toContain("None yet.");
      expect(textOf(dock)).not.toContain("No answer came");
      expect(fact({ ...WAITING, state, sentAt: null }, "Sent")).toContain("Not yet");
    }
    expect(fact({ state: "failed", sentAt: null, attempts: [] }, "Sent")).toContain("Never sent");
  });

  it("has no time of its end while nobody knows the end", () => {
    expect(fact({ state: "unknown", settledAt: AT }, "Settled")).toBe("Not yet");
    expect(fact({ state: "failed", settledAt: AT }, "Settled")).toContain("2026");
  });

  it("waits for its turn in the list", () => {
    const { t, verdicts, format } = partsIn("en", aWhole());
    const cellOf = (overrides: Overrides) =>
      renderToStaticMarkup(
        columnsOf({ t, verdicts, format, now: AT })
          .find(({ id }) => id === "signals")
          ?.cell({
            ...aWhole({ ...NO_ANSWER, ...overrides }),
            startedBy: { id: ID, name: "Bruna Tavares" },
          } as never),
      );
    expect(cellOf({ state: "pending" })).toContain("waits for its turn");
    expect(cellOf({ state: "sent" })).toContain("no answer yet");
  });
});

describe("a locked account", () => {
  const locked = { state: "failed", failure: "credentials", unicoCode: "1.2.18", sentAt: null } as const;

  it("is not told as a wrong key, and says that nothing was sent", () => {
    expect(headline(locked)).toContain("Unico has locked our account for some minutes; nothing was sent");
    expect(headline(locked, "pt-BR")).toContain(
      "bloqueou a nossa conta por alguns minutos; nada foi enviado",
    );
    expect(headline({ ...locked, unicoCode: "10201" })).toContain("Unico does not accept our key");
  });

  it("has words of its own in the look-up too", () => {
    const failed = { kind: "not_sent", why: "credentials" } as const;
    expect(troubleOf({ ...failed, unicoCode: "1.2.18" })).toBe("locked");
    expect(troubleOf({ ...failed, unicoCode: "1.2.6" })).toBe("credentials");
    expect(troubleOf(failed)).toBe("credentials");
  });
});
