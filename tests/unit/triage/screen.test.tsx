import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import { formWords } from "#app/(staff)/settings/triage/form-words.ts";
import type { Given } from "#app/(staff)/settings/triage/given.ts";
import { DryRunReport } from "#app/(staff)/settings/triage/report.tsx";
import { reportOf } from "#app/(staff)/settings/triage/report-words.ts";
import { sentenceOf, titleOf } from "#app/(staff)/settings/triage/sentence.ts";
import { blankSlot, optionsOf, slotsOf } from "#app/(staff)/settings/triage/slots.ts";
import { TriageForm } from "#app/(staff)/settings/triage/triage-form.tsx";
import { Versions } from "#app/(staff)/settings/triage/versions.tsx";
import type { Priority } from "#lib/features/cases/rules.ts";
import { triageInput } from "#lib/features/triage/form.ts";
import { SHIPPED_RULES } from "#lib/features/triage/shipped.ts";
import { formatterFor } from "#lib/format.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { aRule } from "#tests/support/triage.ts";

vi.mock("#app/(staff)/settings/triage/actions.ts", () => ({
  triageAction: async () => ({}),
  retakeAction: async () => ({}),
}));

const BRANCH = { id: "00000000-0000-4000-8000-00000000000a", name: "Filial Centro" };
const givenIn = (locale: Locale): Given => ({
  t: translatorFor(locale, "triage"),
  cases: translatorFor(locale, "cases"),
  verdicts: translatorFor(locale, "verdicts"),
  format: formatterFor(locale),
  locale,
  subsidiaries: [BRANCH],
});
const en = givenIn("en");
const pt = givenIn("pt-BR");

const everything = aRule(
  7,
  {
    fraudsters: ["inconclusive"],
    outcomes: ["match", "no_match"],
    biometry: ["match"],
    liveness: ["not_measured"],
    scoreMin: -40,
    scoreMax: -10,
    subsidiaries: [BRANCH.id, "00000000-0000-4000-8000-00000000000b"],
    repeats: { least: 3, days: 7 },
  },
  { opens: { priority: "urgent", dueHours: 1 } },
);

describe("a rule as a sentence", () => {
  it("of the program reads like one in both languages", () => {
    const [alert] = SHIPPED_RULES;
    if (!alert) throw new Error("there is no rule");
    expect(titleOf(alert, en)).toBe("Fraud alert");
    expect(sentenceOf(alert, en)).toBe(
      "When fraud alert is yes or an unknown value, open high, due in 4 working hours",
    );
    expect(titleOf(alert, pt)).toBe("Alerta de fraude");
    expect(sentenceOf(alert, pt)).toBe(
      "Quando o alerta de fraude é sim ou um valor desconhecido, abrir com prioridade alta, prazo de 4 horas úteis",
    );
  });

  it("says every condition, and a branch that the reader does not see without its name", () => {
    expect(titleOf(everything, en)).toBe("Regra 7");
    expect(sentenceOf(everything, en)).toBe(
      "When fraud alert is inconclusive, the outcome is “Same person” or “Different person”, the person is the same, " +
        "liveness is not checked, the score is from −40 to −10, the branch is Filial Centro or another branch and " +
        "there were 3 answers or more about the CPF in 7 days, open urgent, due in 1 working hour",
    );
    expect(sentenceOf({ ...everything, opens: null }, pt)).toMatch(/^Quando .*, não abrir nada$/);
  });
});

const fieldsOf = (html: string): Record<string, string | string[]> => {
  const fields: Record<string, string | string[]> = {};
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const of = (name: string) => tag.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1];
    const name = of("name");
    if (!name || (of("type") === "checkbox" && !/\bchecked/.test(tag))) continue;
    const before = fields[name];
    const value = of("value") ?? "";
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  for (const [, name, inner] of html.matchAll(/<select[^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/g))
    fields[name ?? ""] = inner?.match(/<option value="([^"]*)" selected/)?.[1] ?? "";
  return fields;
};

describe("the form", () => {
  const rules = [...SHIPPED_RULES, everything, aRule(8, { scoreMax: -80 }, { isOn: false, opens: null })];
  const draw = (given: Given) =>
    renderToStaticMarkup(
      <TriageForm
        version={4}
        slots={slotsOf(rules, given)}
        blank={blankSlot(given)}
        options={optionsOf(given)}
        words={formWords(given.t, 5, given)}
      />,
    );

  it("sent as it was drawn, without script, is the rules that it was drawn from", () => {
    const fields = { ...fieldsOf(draw(en)), act: "save", note: "Sem mudança." };
    expect(triageInput.parse(fields)).toEqual({ after: 4, act: "save", rules, note: "Sem mudança." });
  });

  it("sorts by place, leaves out what is removed, and takes up a new rule by a key of its own", () => {
    const fields = { ...fieldsOf(draw(en)), act: "try" };
    const changed = {
      ...fields,
      "r0.remove": "yes",
      "r4.place": "1",
      "r6.name": "Score baixo",
      "r6.scoreMax": "−40",
      "r6.opens": "urgent",
      "r6.dueHours": "2",
      "r6.place": "1",
    };
    const read = triageInput.parse(changed);
    expect(read.rules.map(({ name, key }) => name ?? key)).toEqual([
      "Regra 7",
      "Score baixo",
      "not_live",
      "different_person",
      "needs_review",
      "Regra 8",
    ]);
    expect(read.rules[1]).toMatchObject({
      key: expect.stringMatching(/^own_[0-9a-f]{12}$/),
      when: { scoreMax: -40 },
    });
  });

  it.each([
    [{ "r1.outcomes": "" }, "r1.fraudsters", "field.condition"],
    [{ "r4.scoreMin": "5" }, "r4.scoreMax", "field.scoreOrder"],
    [{ "r4.scoreMin": "-101" }, "r4.scoreMin", "field.score"],
    [{ "r4.repeatsLeast": "1" }, "r4.repeatsLeast", "field.repeats"],
    [{ "r4.repeatsDays": "" }, "r4.repeatsDays", "field.repeatsDays"],
    [{ "r4.name": " " }, "r4.name", "field.ruleName"],
    [{ "r0.opens": "at once" }, "r0.opens", "field.casePriority"],
    [{ "r0.dueHours": "401" }, "r0.dueHours", "field.dueHours"],
    [{ "r0.dueHours": "4.5" }, "r0.dueHours", "field.dueHours"],
    [{ "r0.place": "first" }, "r0.place", "field.place"],
    [{ note: " " }, "note", "field.whyShort"],
    [{ "r6.name": "Sem condição" }, "r6.fraudsters", "field.condition"],
    [{ "r6.opens": "urgent" }, "r6.fraudsters", "field.condition"],
    [{ "r6.opens": "nothing" }, "r6.fraudsters", "field.condition"],
    [{ "r6.dueHours": "2" }, "r6.fraudsters", "field.condition"],
    [{ "r6.dueHours": "" }, "r6.fraudsters", "field.condition"],
    [{ "r6.place": "1" }, "r6.fraudsters", "field.condition"],
  ])("%j is told at %s", (typed, field, message) => {
    const fields = { ...fieldsOf(draw(en)), act: "save", note: "Motivo", ...typed };
    const read = triageInput.safeParse(fields);
    expect(read.error?.issues.map(({ path, message: key }) => [path[0], key])).toContainEqual([
      field,
      message,
    ]);
  });

  it("takes thirty rules, and says so of one more", () => {
    const of = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, slot) => ({ slot })).flatMap(({ slot }) => [
          [`r${slot}.key`, ""],
          [`r${slot}.name`, `Regra ${slot}`],
          [`r${slot}.place`, "1"],
          [`r${slot}.fraudsters`, "yes"],
          [`r${slot}.opens`, "high"],
          [`r${slot}.dueHours`, "4"],
        ]),
      );
    const read = (count: number) => triageInput.safeParse({ ...of(count), version: "1", act: "try" });
    expect(read(30).data?.rules).toHaveLength(30);
    expect(read(31).error?.issues).toMatchObject([{ path: ["rules"], message: "field.rulesMany" }]);
  });

  it("says that an alert cannot be left without a case, at the rule that would", () => {
    const nothing = aRule(1, { outcomes: ["match_flagged"] }, { opens: null });
    const [slot] = slotsOf([nothing], en);
    expect(slot?.floorHint).toBe(en.t("floor.hint"));
    const hintOf = (priority: Priority, dueHours: number, fraudsters: "yes" | "inconclusive" = "yes") =>
      slotsOf([aRule(1, { fraudsters: [fraudsters] }, { opens: { priority, dueHours } })], en)[0]?.floorHint;
    // It opens one, and less than an alert gets.
    expect([hintOf("normal", 4), hintOf("high", 5)]).toEqual(Array(2).fill(en.t("floor.hint")));
    expect([hintOf("high", 4), hintOf("urgent", 1), hintOf("low", 90, "inconclusive")]).toEqual([
      null,
      null,
      null,
    ]);
    expect(draw(en)).toContain("This cannot be changed: an alert is never hidden.");
    expect(draw(pt)).toContain("um alerta nunca fica escondido");
  });
});

it("the report says what would have been opened beside what was", () => {
  const at = new Date("2026-11-20T12:00:00Z");
  const found = {
    from: at,
    to: at,
    answers: 1_234,
    rules: [{ caught: 50, opens: 40, opened: 45 }],
    floor: { caught: 2, opens: 2, opened: 0 },
    openedByOthers: 3,
    priorities: [{ priority: "high" as const, opens: 42, opened: 48 }],
  };
  const html = renderToStaticMarkup(<DryRunReport report={reportOf(found, SHIPPED_RULES.slice(0, 1), en)} />);
  for (const word of [
    "1,234 answers",
    "1. Fraud alert",
    ">50<",
    ">40<",
    ">45<",
    ">−5<",
    ">+2<",
    "Rules that are not here any more",
    ">−6<",
  ])
    expect(html).toContain(word);
});

it("the history tells who and why, and offers every version but the one in force", () => {
  const at = new Date("2026-11-20T12:00:00Z");
  const version = (number: number) => ({
    number,
    rules: [...SHIPPED_RULES],
    createdAt: at,
    createdBy: number === 1 ? null : { name: "Lia Moraes" },
    note: number === 1 ? null : "<script>alert(1)</script>",
    takenFrom: number === 3 ? 1 : null,
  });
  const triage = {
    inForce: version(3),
    versions: [3, 2, 1].map(version),
    hasOlder: false,
    subsidiaries: [],
    isLimited: false,
  };
  const html = renderToStaticMarkup(<Versions triage={triage} isFirstPage given={en} />);
  expect(html).toContain("Lia Moraes, 20 Nov 2026, 09:00; 4 rules; the rules of version 1");
  expect(html).toContain("came with the program");
  expect(html).toContain("&lt;script&gt;");
  expect([...html.matchAll(/Take up version (\d) again/g)].map(([, number]) => number)).not.toContain("3");
  expect(
    renderToStaticMarkup(<Versions triage={{ ...triage, isLimited: true }} isFirstPage given={en} />),
  ).not.toContain("Take up again");
});
