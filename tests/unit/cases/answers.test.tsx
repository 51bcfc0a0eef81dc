import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { CaseBody } from "#app/(staff)/cases/[number]/case-body.tsx";
import { type Answer, type Asked, changesBetween, comparedOf } from "#lib/features/cases/answers.ts";
import type { CaseAnswer, Lineage } from "#lib/features/cases/lineage.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { aWhole, givenIn, ID, LIA, minutes } from "./a-whole-case.ts";

vi.mock(import("next/navigation"), async (original) => ({
  ...(await original()),
  useRouter: () => ({ refresh() {} }) as never,
}));

const ALERT: Answer = {
  fraudsters: "yes",
  biometry: "no_match",
  liveness: "live",
  raw: { fraudsters: "yes", biometry: "false", liveness: "1" },
};
const CLEAN: Answer = {
  fraudsters: "inconclusive",
  biometry: "match",
  liveness: "live",
  raw: { fraudsters: "inconclusive", biometry: "true", liveness: "1" },
};
const asked = (number: number, given: Partial<Asked> = {}): Asked => ({
  ...ALERT,
  id: `r${number}`,
  number,
  startedAt: minutes(number),
  state: "completed",
  outcome: "no_match_flagged",
  ...given,
});

describe("what changed", () => {
  it("is told signal by signal, in one order, with the raw values", () => {
    expect(changesBetween(ALERT, CLEAN)).toEqual([
      {
        signal: "fraudsters",
        earlier: { value: "yes", raw: "yes" },
        now: { value: "inconclusive", raw: "inconclusive" },
        isChanged: true,
      },
      {
        signal: "biometry",
        earlier: { value: "no_match", raw: "false" },
        now: { value: "match", raw: "true" },
        isChanged: true,
      },
      {
        signal: "liveness",
        earlier: { value: "live", raw: "1" },
        now: { value: "live", raw: "1" },
        isChanged: false,
      },
    ]);
  });
  it.each([
    ["nothing, where all is the same", ALERT, ALERT, []],
    [
      "a value that we have no other word for",
      { ...ALERT, fraudsters: "other", raw: { ...ALERT.raw, fraudsters: "suspicious" } },
      { ...ALERT, fraudsters: "other", raw: { ...ALERT.raw, fraudsters: "strange" } },
      ["fraudsters"],
    ],
    [
      "what is absent now",
      ALERT,
      { ...ALERT, liveness: null, raw: { ...ALERT.raw, liveness: null } },
      ["liveness"],
    ],
    [
      "what was absent before",
      { ...ALERT, biometry: null, raw: { ...ALERT.raw, biometry: null } },
      ALERT,
      ["biometry"],
    ],
  ] as const)("counts %s", (_name, earlier, now, changed) => {
    const said = changesBetween(earlier as Answer, now as Answer);
    expect(said.filter(({ isChanged }) => isChanged).map(({ signal }) => signal)).toEqual(changed);
  });
});

describe("each answer of a case", () => {
  const besides = (given: readonly Asked[], opening: Answer | null = null) =>
    comparedOf(given, opening).map(({ number, beside }) => [number, beside]);
  const of = (number: number) => ({ kind: "reverification", number });

  it("stands beside the last before it, newest first, in whatever order they come", () => {
    expect(besides([asked(2), asked(3), asked(1)])).toEqual([
      [3, of(2)],
      [2, of(1)],
      [1, null],
    ]);
  });
  it("stands beside none that said nothing", () => {
    const silent = [
      { state: "unknown", outcome: null },
      { state: "sent", outcome: null },
      { state: "failed", outcome: null },
      { state: "refused", outcome: null },
      { state: "completed", outcome: "error" },
      { state: "completed", outcome: "pending" },
    ] as const;
    for (const nothing of silent)
      expect(besides([asked(1), asked(2, nothing), asked(3)])).toEqual([
        [3, of(1)],
        [2, null],
        [1, null],
      ]);
  });
  it("stands beside what the case was opened with, where that was no 1:1", () => {
    const opening = { ...ALERT, biometry: null, raw: { ...ALERT.raw, biometry: null } };
    expect(besides([asked(1), asked(2)], opening)).toEqual([
      [2, of(1)],
      [1, { kind: "opening" }],
    ]);
    expect(comparedOf([asked(1)], opening)[0]?.changes.filter(({ isChanged }) => isChanged)).toHaveLength(1);
  });
});

describe.each(LOCALES)("on the desk in %s", (locale: Locale) => {
  const { t } = givenIn(locale);
  const answersOf = (given: readonly Asked[]): CaseAnswer[] =>
    comparedOf(
      given.map((one) => ({ ...one, state: one.state as CaseAnswer["state"], startedBy: LIA })),
      null,
    );
  const bodyOf = (answers: CaseAnswer[], lineage: Lineage | null = null) =>
    renderToStaticMarkup(
      <CaseBody found={aWhole({ reverificationId: "r1", answers, lineage })} given={givenIn(locale)} />,
    );

  it("the new answer stands beside the earlier one, each signal in words and raw", () => {
    const markup = bodyOf(answersOf([asked(1), asked(2, { ...CLEAN, outcome: "match" })]));
    expect(markup).toContain(t("changes.count", { count: 2, earlier: "R-1" }));
    expect(markup).toContain(t("changes.caption", { earlier: "R-1", now: "R-2" }));
    expect(markup.match(new RegExp(`>${t("changes.changed")}<`, "g"))).toHaveLength(2);
    expect(markup.match(new RegExp(`>${t("changes.same")}<`, "g"))).toHaveLength(1);
    for (const raw of ["yes", "inconclusive", "false", "true"]) expect(markup).toContain(`>${raw}</span>`);
    expect(markup).toContain(t("changes.first"));
  });
  it("says that nothing changed, and that an answer is still missing", () => {
    const markup = bodyOf(answersOf([asked(1), asked(2), asked(3, { state: "unknown", outcome: null })]));
    expect(markup).toContain(t("changes.nothing", { earlier: "R-1" }));
    expect(markup).toContain(t("changes.noAnswer"));
  });
  it("is left out where the signals say it all", () => {
    expect(bodyOf(answersOf([asked(1)]))).not.toContain(t("changes.title"));
  });

  it("draws where the reference comes from as a list in a list in a list, each with a way there", () => {
    const child = { ...asked(7), state: "completed" as const, opened: [{ number: 10_482 }] };
    const markup = bodyOf([], {
      referenceId: ID,
      reference: { id: ID, origin: "idcheck", enrolledAt: null, createdAt: minutes(0) },
      processes: [{ id: "1dc4ec00-0000-4000-8000-000000000001", score: 5, lastSeenAt: minutes(0) }],
      source: null,
      children: [child, { ...child, id: "r8", number: 8, opened: [{ number: 10_500 }] }],
      more: 3,
    });
    for (const href of [
      "/processes/1dc4ec00-0000-4000-8000-000000000001",
      `/references?q=${ID}`,
      "/reverifications/r7",
      "/cases/10500",
      `/reverifications?q=${ID}`,
    ])
      expect(markup).toContain(`href="${href}"`);
    expect(markup).toContain(t("lineage.thisCase"));
    expect(markup).toContain(t("lineage.more", { count: 3 }));
  });
  it("says where nothing is known of a reference", () => {
    const markup = bodyOf([], {
      referenceId: ID,
      reference: null,
      processes: [],
      source: null,
      children: [],
      more: 0,
    });
    for (const words of [t("lineage.nobody"), t("lineage.elsewhere"), t("lineage.none")])
      expect(markup).toContain(words);
  });
});
