import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { Headline } from "#app/(staff)/reverifications/[id]/headline.tsx";
import { reconcileFailureWords } from "#app/(staff)/reverifications/[id]/reconcile-failure-words.ts";
import { waysOutWords } from "#app/(staff)/reverifications/[id]/reconcile-words.ts";
import { WhatHappened } from "#app/(staff)/reverifications/[id]/what-happened.tsx";
import { WordHistory } from "#app/(staff)/reverifications/[id]/word-history.tsx";
import { unknownColumns } from "#app/(staff)/reverifications/unknown-columns.tsx";
import { isOfUnknown } from "#app/(staff)/reverifications/views.tsx";
import { DataTable } from "#components/table/data-table.tsx";
import type { ReverificationWhole, UnknownRow } from "#lib/features/reverifications/reading.ts";
import type { ReconcileFailure } from "#lib/features/reverifications/reconciling.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
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

const UNKNOWN = { ...NO_ANSWER, state: "unknown", failure: "unknown_timeout" } as const;
const LATER = new Date(AT.getTime() + 3 * 3_600_000);
type Word = ReverificationWhole["words"][number];
const aWord = (overrides: Partial<Word> = {}): Word => ({
  id: ID,
  reverificationId: ID,
  says: "absent",
  unicoProcessId: null,
  note: "Searched by hour: nothing.",
  proposedAt: AT,
  endedAt: null,
  ending: null,
  endingNote: null,
  proposedBy: { name: "Lia Moraes" },
  endedBy: null,
  isMine: false,
  ...overrides,
});

function section(found: ReverificationWhole, locale: Locale = "en"): string {
  const props = {
    found,
    t: translatorFor(locale, "reverifications"),
    r: translatorFor(locale, "reconciling"),
    verdicts: translatorFor(locale, "verdicts"),
    format: formatterFor(locale),
    now: LATER,
  };
  return renderToStaticMarkup(
    <>
      <WhatHappened {...props} />
      <WordHistory {...props} />
    </>,
  );
}
const textOf = (markup: string) =>
  markup
    .replace(/<script.*?<\/script>/gs, "")
    .replace(/<[^>]+>/g, "|")
    .replace(/\|+/g, "|");
const buttonsOf = (markup: string) =>
  [...markup.matchAll(/<(?:button|a)[^>]*>(.*?)<\/(?:button|a)>/gs)].map(([, inner = ""]) =>
    textOf(inner).replaceAll("|", "").trim(),
  );

describe("an unknown one", () => {
  it("says what is known, why it is left alone, and offers what can be done", () => {
    const markup = section(aWhole(UNKNOWN));
    const text = textOf(markup);
    expect(text).toContain("What happened?");
    expect(text).toContain("It was sent on 21 Nov 2026, 09:58, 2 h 59 ago. Bruna Tavares started it.");
    expect(text).toContain("No answer came.");
    expect(text).toContain("No id came, so Unico cannot be asked about it.");
    expect(text).toContain("A late answer or a notice from Unico settles it without anybody.");
    // The headline says it already.
    expect(text).not.toContain("It is never sent again by itself");
    expect(buttonsOf(markup)).toEqual(["Record", "Send anew"]);
    expect(text).toContain("both are charged");
    expect(markup).toContain(`href="/reverifications/new?reference=${ID}&amp;replaces=${ID}"`);
    for (const label of ["Process ID", "What you saw"])
      expect(markup).toMatch(new RegExp(`<label for="[^"]+"[^>]*>${label}</label>`));
    expect(markup).toMatch(/role="radiogroup"[^>]*>.*Unico’s portal says/s);
  });

  it("can be read again where there is an id, and says where the id came from", () => {
    const byUnico = aWhole({ ...UNKNOWN, unicoProcessId: ID, httpStatus: 200 });
    expect(buttonsOf(section(byUnico))).toContain("Read again");
    expect(textOf(section(byUnico))).toContain("Unico gave it this id:");
    expect(textOf(section(byUnico))).toContain("Unico answered with HTTP 200.");
    const rejected = aWord({ says: "process", unicoProcessId: ID, ending: "rejected", endedAt: AT });
    expect(textOf(section(aWhole({ ...UNKNOWN, unicoProcessId: ID, words: [rejected] })))).toContain(
      "Unico gave it this id:",
    );
    const accepted = aWord({ says: "process", unicoProcessId: ID, ending: "accepted", endedAt: AT });
    expect(textOf(section(aWhole({ ...UNKNOWN, unicoProcessId: ID, words: [accepted] })))).toContain(
      "Two people found this id in Unico’s portal:",
    );
  });

  it("has what somebody said confirmed or rejected by others, and nothing else said beside it", () => {
    const markup = section(aWhole({ ...UNKNOWN, words: [aWord()] }));
    expect(buttonsOf(markup)).toEqual(["Confirm", "Reject", "Send anew"]);
    const text = textOf(markup);
    expect(text).toContain("Lia Moraes read in Unico’s portal: there is no such call.");
    expect(text).toContain("Searched by hour: nothing.");
    expect(text).toContain("Once confirmed it has failed: it was never worked on.");
    expect(text).toContain("|Reason|");
  });

  it("lets its author only take it back, and says why", () => {
    const markup = section(aWhole({ ...UNKNOWN, words: [aWord({ isMine: true })] }));
    expect(buttonsOf(markup)).toEqual(["Withdraw", "Send anew"]);
    expect(textOf(markup)).toContain("You recorded this, so another person has to confirm it.");
  });

  it("once sent anew leads to the new one, and offers no third", () => {
    const markup = section(aWhole({ ...UNKNOWN, replacedBy: { id: ID, number: 2214 } }));
    expect(markup).toContain(`<a class="link" href="/reverifications/${ID}">R-2214</a>`);
    expect(buttonsOf(markup)).not.toContain("Send anew");
  });

  it("shows the words of people as text and nothing else", () => {
    const note = "<img src=x onerror=alert(1)> nothing there";
    expect(section(aWhole({ ...UNKNOWN, words: [aWord({ note })] }))).not.toContain("<img");
  });

  it("offers nothing to whom may not reconcile", () => {
    expect(buttonsOf(section(aWhole({ ...UNKNOWN, mayReconcile: false })))).toEqual([]);
  });
});

describe("one that is not unknown", () => {
  it("offers nothing, unless Unico is still at work on it", () => {
    for (const state of ["pending", "sent", "completed", "refused", "failed"] as const)
      expect(textOf(section(aWhole({ ...NO_ANSWER, state })))).toBe("|");
    expect(buttonsOf(section(aWhole()))).toEqual([]);
    const working = aWhole({ ...NO_ANSWER, state: "sent", unicoProcessId: ID, outcome: "pending" });
    expect(buttonsOf(section(working))).toEqual(["Read again"]);
  });

  it("keeps the history of what was said, each with its end", () => {
    const words = [
      aWord({ ending: "accepted", endedAt: LATER, endedBy: { name: "Otávio Reis" } }),
      aWord({
        ending: "rejected",
        endedAt: AT,
        endedBy: { name: "Otávio Reis" },
        endingNote: "It is there.",
      }),
      aWord({ ending: "overtaken", endedAt: AT }),
    ];
    const text = textOf(section(aWhole({ state: "failed", failure: "portal_absent", words })));
    expect(text).toContain("Otávio Reis| confirmed: there is no such call");
    expect(text).toContain("Otávio Reis| rejected: there is no such call");
    expect(text).toContain("It is there.");
    expect(text).toContain("It settled by itself before anybody confirmed");
  });
});

describe("one that waits for its turn", () => {
  it.each([
    [0, "It is the next to be sent."],
    [1, "1 is ahead of it."],
    [3, "3 are ahead of it."],
  ])("with %i before it says so", (ahead, words) => {
    const [t, verdicts] = [translatorFor("en", "reverifications"), translatorFor("en", "verdicts")];
    const found = aWhole({ ...NO_ANSWER, state: "pending", ahead });
    const markup = renderToStaticMarkup(
      <Headline found={found} t={t} verdicts={verdicts} format={formatterFor("en")} />,
    );
    expect(textOf(markup)).toContain(words);
  });
});

const row: UnknownRow = {
  id: ID,
  number: 2211,
  state: "unknown",
  failure: "unknown_server_error",
  httpStatus: 502,
  unicoProcessId: null,
  startedAt: AT,
  sentAt: AT,
  startedBy: { name: "Bruna Tavares" },
  person: null,
  replacedBy: { id: ID, number: 2214 },
  word: { says: "error", proposedAt: AT, proposedBy: { name: "Lia Moraes" } },
};
const FAILURES: ReconcileFailure[] = [
  ...(["not_found", "settled", "no_process_id", "own_word", "process_known"] as const).map((code) => ({
    code,
  })),
  ...(["process_reference", "process_id_check"] as const).map((code) => ({ code })),
  { code: "word_open", by: "Lia" },
  { code: "other_word", by: "Lia" },
  { code: "process_other", number: 2210 },
  ...(["accepted", "rejected", "withdrawn", "overtaken"] as const).map((ending) => ({
    code: "word_ended" as const,
    ending,
    by: null,
  })),
];

describe.each(LOCALES)("in %s", (locale) => {
  const [t, r] = [translatorFor(locale, "reverifications"), translatorFor(locale, "reconciling")];
  const BROKEN = /undefined|null|\[object|NaN|reconciling\.|reverifications\.|[{}]/;

  it("all of it has words", () => {
    const words = [aWord(), aWord({ ending: "withdrawn", endedAt: AT, endedBy: { name: "Lia" } })];
    for (const found of [
      aWhole(UNKNOWN),
      aWhole({ ...UNKNOWN, words }),
      aWhole({ ...UNKNOWN, words: [aWord({ isMine: true, says: "process", unicoProcessId: ID })] }),
      aWhole({ ...UNKNOWN, unicoProcessId: ID, replacedBy: { id: ID, number: 2214 } }),
    ])
      expect(textOf(section(found, locale))).not.toMatch(BROKEN);
    expect(JSON.stringify(Object.values(waysOutWords(r, true).came))).not.toMatch(BROKEN);
  });

  it("a row of the list says what is known, who looked and how long ago", () => {
    const columns = unknownColumns({ t, r, format: formatterFor(locale), now: LATER });
    const markup = renderToStaticMarkup(
      <DataTable
        name={t("title")}
        columns={columns}
        rows={[row, { ...row, id: "other", word: null, replacedBy: null, unicoProcessId: ID }]}
        rowKey={({ id }) => id}
      />,
    );
    const text = textOf(markup);
    expect(markup).toContain(`<a href="/reverifications/${ID}">R-2211</a>`);
    for (const said of [
      t("failure.unknown_server_error.title"),
      "HTTP 502",
      r("list.noId"),
      r("list.hasId"),
      r("list.proposed", { who: "Lia Moraes", word: r("word.error") }),
      "R-2214",
      r("list.nobody"),
      "Bruna Tavares",
      r("list.ago", { span: "3 h 00" }),
    ])
      expect(text).toContain(said);
    expect(text).not.toMatch(BROKEN);
    const [, first = "", other = ""] = markup.split("<tr").slice(1);
    expect(textOf(first)).toContain(r("list.noId"));
    expect(textOf(other)).toContain(r("list.hasId"));
  });

  it("every refusal has a sentence of its own", () => {
    const said = FAILURES.map((failure) => reconcileFailureWords(locale, failure));
    expect(new Set(said).size).toBe(said.length);
    for (const words of said) {
      expect(words).toMatch(/\.$/);
      expect(words).not.toMatch(BROKEN);
    }
  });
});

it("the list shows what is known where unknown ones are asked for and no others", () => {
  const isOf = (state: string[]) => isOfUnknown(reverificationTable.parse({ state }));
  expect([isOf(["unknown"]), isOf([]), isOf(["unknown", "failed"])]).toEqual([true, false, false]);
});
