import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { CaseBody, MaskedBody } from "#app/(staff)/cases/[number]/case-body.tsx";
import { CaseDock } from "#app/(staff)/cases/[number]/dock.tsx";
import { CaseTable } from "#app/(staff)/cases/case-table.tsx";
import type { CaseRow, CaseWhole } from "#lib/features/cases/reading.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { aWhole, event, givenIn, ID, LIA, NOTHING } from "./a-whole-case.ts";

vi.mock(import("next/navigation"), async (original) => ({
  ...(await original()),
  useRouter: () => ({ refresh() {} }) as never,
}));

const bodyOf = (found: CaseWhole, locale: Locale = "en") =>
  renderToStaticMarkup(<CaseBody found={found} given={givenIn(locale)} />);
const dockOf = (found: CaseWhole, locale: Locale = "en") =>
  renderToStaticMarkup(<CaseDock found={found} given={givenIn(locale)} />);
const buttonsOf = (markup: string) =>
  (markup.match(/<button[^>]*>/g) ?? []).flatMap((tag) => /value="(\w+)"/.exec(tag)?.[1] ?? []);

describe("a case's screen", () => {
  it("opens with the sentence, then each signal beside its raw member", () => {
    const markup = bodyOf(aWhole());
    expect(markup).toContain("Different person, with a fraud alert");
    for (const raw of ["identityFraudsters: yes", "biometryToken: false", "liveness: 1", "score: −41"])
      expect(markup).toContain(raw);
    for (const term of [
      "State",
      "Outcome",
      "Unico process",
      "identityFraudsters",
      "biometryToken",
      "liveness",
      "Score",
    ])
      expect(markup).toContain(`>${term}</dt>`);
    expect(markup).toContain(`/reverifications/new?reference=${ID}&amp;case=10482`);
    expect(markup).toContain("Case opened by rule “fraud alert”");
  });
  it("shows what people wrote as text", () => {
    const markup = bodyOf(aWhole());
    expect(markup).toContain("&lt;script&gt;alert(1)&lt;/script&gt;\nשלום 👩🏽‍⚖️");
    expect(markup).not.toContain("<script>alert");
  });
  it("says what was not sent instead of leaving it blank", () => {
    const markup = bodyOf(
      aWhole({
        fraudsters: null,
        biometry: null,
        liveness: null,
        outcome: null,
        score: null,
        referenceId: null,
        reverification: null,
        raw: { fraudsters: null, biometry: null, liveness: null },
      }),
    );
    for (const words of [
      "Fraud not checked",
      "identityFraudsters: absent",
      "No score",
      "No reference process is known.",
    ])
      expect(markup).toContain(words);
    expect(markup).not.toContain("/reverifications/new");
  });
  it("shows support that the case is there and nothing that speaks of fraud", () => {
    const found = aWhole({
      isMasked: true,
      same: null,
      events: [],
      may: { ...NOTHING, note: false, reverify: false },
    });
    const given = givenIn("en");
    const markup = renderToStaticMarkup(<MaskedBody found={found} given={given} />) + dockOf(found);
    expect(markup).toContain("In review");
    expect(markup).not.toMatch(/fraud|alert|Different|score|textarea/i);
  });
});

describe("the dock", () => {
  const awaiting: Partial<CaseWhole> = {
    decision: "confirmed_fraud",
    decidedBy: LIA,
    reasons: ["earlier_fraud"],
    status: "awaiting_approval",
    isMine: false,
  };
  it.each([
    ["held by me", aWhole(), ["wait", "escalate", "note", "decide", "release"]],
    [
      "free",
      aWhole({ status: "open", assignee: null, may: { ...NOTHING, take: true, note: true, reverify: true } }),
      ["note", "take"],
    ],
    [
      "another's, in hand",
      aWhole({ isMine: false, may: { ...NOTHING, take_over: true, note: true, reverify: true } }),
      ["take_over", "note", "take_over"],
    ],
    [
      "waiting, for a manager",
      aWhole({
        status: "waiting",
        workers: [LIA],
        may: { ...NOTHING, resume: true, assign: true, prioritise: true, note: true, reverify: true },
      }),
      ["note", "assign", "prioritise", "resume"],
    ],
    [
      "another's decision",
      aWhole({ ...awaiting, may: { ...NOTHING, approve: true, note: true, reverify: true } }),
      ["note", "approve", "send_back"],
    ],
    [
      "my own decision",
      aWhole({ ...awaiting, isOwnDecision: true, may: { ...NOTHING, note: true, reverify: true } }),
      ["note"],
    ],
    [
      "closed, for a manager",
      aWhole({
        ...awaiting,
        status: "closed",
        may: { ...NOTHING, reopen: true, note: true, reverify: true },
      }),
      ["note", "reopen"],
    ],
  ])("%s: %#", (_name, found, acts) => {
    for (const locale of LOCALES) {
      const markup = dockOf(found, locale);
      expect(buttonsOf(markup)).toEqual(acts);
      expect(markup.match(/<textarea/g)).toHaveLength(1);
      expect(markup.match(/role="status"/g)).toHaveLength(1);
    }
  });
  it("says that nothing typed is kept of somebody erased, beforehand and on the timeline", () => {
    const hintOf = (found: Partial<CaseWhole>) => dockOf(aWhole({ ...found, isErased: true }));
    const may = { ...NOTHING, note: true, reopen: true, reverify: false };
    expect(hintOf({ may: { ...NOTHING, note: true, decide: true, reverify: false } })).toContain(
      "what you type is not kept",
    );
    expect(hintOf({ ...awaiting, status: "closed", closedAt: new Date(), may })).toContain(
      "Nothing is added to their cases.",
    );
    const events = [event("waiting", { detail: { isUnkept: true } })];
    expect(bodyOf(aWhole({ events }))).toContain("What was typed was not kept");
  });
  it("says why one's own decision has no buttons, and shows the first reviewer's words to another", () => {
    const events = [event("decided", { note: "Queixo e nariz diferem." })];
    expect(
      dockOf(
        aWhole({ ...awaiting, events, isOwnDecision: true, may: { ...NOTHING, note: true, reverify: true } }),
      ),
    ).toContain("You decided this case. A second person has to approve it.");
    const other = dockOf(aWhole({ ...awaiting, events }));
    for (const words of ["Queixo e nariz diferem.", "By Lia Moraes · Earlier fraud"])
      expect(other).toContain(words);
  });
});

describe("a row", () => {
  const row: CaseRow = { ...aWhole(), person: aWhole().person };
  const tableOf = async (
    rows: CaseRow[],
    isMasked: boolean,
    filter = caseTable.parse({}),
    columns: readonly string[] = [],
  ) =>
    renderToStaticMarkup(
      await CaseTable({
        given: givenIn("en"),
        listed: Promise.resolve({
          rows,
          keys: rows.map(({ number }) => String(number)),
          count: rows.length,
          capped: false,
          hasNext: false,
          hasPrevious: false,
        }),
        filter,
        isMasked,
        arrangement: { columns, density: "compact" },
      }),
    );
  it("links by its number and says its signals", async () => {
    const markup = await tableOf([row], false);
    expect(markup).toContain('aria-label="Cases"');
    expect(markup).toMatch(/<a [^>]*href="\/cases\/10482"[^>]*>10482<\/a>/);
    for (const words of [
      "Fraud alert, different person",
      "***.482.117-**",
      "−41",
      "Urgent",
      "In review",
      "Me",
      "in 18 min",
    ])
      expect(markup).toContain(words);
  });
  it("has no column that speaks of fraud for support", async () => {
    const markup = await tableOf([row], true);
    expect(markup).not.toMatch(/Signals|Score|fraud|different person|−41/i);
  });
  it("shows its tags to whoever chose their column, and to support never", async () => {
    const tagged = { ...row, tags: ["conta laranja", "revisão anual"] };
    const chosen = ["tags"];
    expect(await tableOf([tagged], false, undefined, chosen)).toContain("conta laranja, revisão anual");
    expect(await tableOf([tagged], false)).not.toContain("conta laranja");
    expect(await tableOf([tagged], true, undefined, chosen)).not.toContain("conta laranja");
  });
  it("says what to do where there is none", async () => {
    expect(await tableOf([], false, { ...caseTable.parse({}), q: "nobody" })).toContain("Clear filters");
    expect(await tableOf([], false, { ...caseTable.parse({}), after: 99_999 })).toContain(
      "To the first page",
    );
  });
});
