import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { screensOf } from "#app/(staff)/navigation.ts";
import { ProcessTrials } from "#app/(staff)/sandbox/process-trials.tsx";
import { ReferenceTrials } from "#app/(staff)/sandbox/reference-trials.tsx";
import { type Actor, ROLES, type Role } from "#lib/auth/roles.ts";
import { readScenarios } from "#lib/features/sandbox/service.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import { referenceScenarios } from "#lib/sandbox/scenarios.ts";

const actor = (role: Role): Actor & { kind: "user" } => ({
  kind: "user",
  id: "p",
  name: "P",
  role,
  sessionId: "s",
  scope: null,
});

function page(role: Role, locale: Locale, liveness = false): string {
  const scenarios = readScenarios({ actor: actor(role), key: { liveness, alert: true } });
  const t = translatorFor(locale, "sandbox");
  return renderToStaticMarkup(
    <>
      <ReferenceTrials scenarios={scenarios} t={t} references={translatorFor(locale, "references")} />
      <ProcessTrials scenarios={scenarios} t={t} processes={translatorFor(locale, "processes")} />
    </>,
  );
}
/** Text of the cells of each row. */
const rowsOf = (markup: string) =>
  [...markup.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
    .map(([, row = ""]) =>
      [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = ""]) => cell.replace(/<[^>]+>/g, "").trim()),
    )
    .filter((cells) => cells.length > 0);

describe("the scenarios", () => {
  it.each(LOCALES)("each has a row with words of its own in every cell, %s", (locale) => {
    const rows = rowsOf(page("analyst", locale));
    expect(rows).toHaveLength(referenceScenarios.length + processScenarios.length);
    for (const cells of rows) for (const cell of cells) expect(cell).not.toBe("");
    const answers = rows.slice(0, referenceScenarios.length).map((cells) => cells[3]);
    expect(new Set(answers).size).toBe(referenceScenarios.length);
    expect(rows.flat().join(" ")).not.toMatch(/answers\.|outcome\.|happened\.|undefined/);
  });

  it("says what will come back, in both languages", () => {
    expect(rowsOf(page("analyst", "en"))[1]).toEqual([
      "02",
      "Bruno Carvalho Pinto",
      "***.020.202-**",
      "Same person, with a fraud alert. It opens a case.",
      "Re-verify",
    ]);
    expect(rowsOf(page("analyst", "pt-BR"))[1]?.slice(3)).toEqual([
      "Mesma pessoa, com alerta de fraude. Abre um caso.",
      "Reverificar",
    ]);
    expect(rowsOf(page("support", "en"))[28]).toEqual([
      "11",
      "Bruno Carvalho Pinto",
      "***.020.202-**",
      "Refused",
      "Unico has an alert about this face. An analyst has to decide, whatever else matched.",
      "Look up",
    ]);
  });

  it("shows no whole CPF", () => {
    const markup = page("manager", "en");
    for (const { cpf } of [...referenceScenarios, ...processScenarios]) expect(markup).not.toContain(cpf);
  });

  it("of liveness depends on the key", () => {
    expect(rowsOf(page("analyst", "en"))[4]?.[3]).toContain("With a key that has liveness");
    expect(rowsOf(page("analyst", "en", true))[4]?.[3]).toContain("Not live");
  });

  it("is one click away for those who may", () => {
    const [reference, process] = [referenceScenarios[0]?.id, processScenarios[0]?.id];
    const link = `/reverifications/new?reference=${reference}&amp;sample=1`;
    const field = `name="processId" value="${process}"`;
    const seen = ROLES.map((role) => {
      const markup = page(role, "en");
      const hints = ["Sign in as an analyst", "Sign in as support"].map((hint) => markup.includes(hint));
      return [role, markup.includes(link), markup.includes(field), ...hints];
    });
    expect(seen).toEqual([
      ["support", false, true, true, false],
      ["analyst", true, true, false, false],
      ["manager", true, true, false, false],
      ["admin", false, false, true, true],
    ]);
  });

  it("each act has a name of its own", () => {
    const names = [
      ...page("analyst", "en").matchAll(/aria-label="((?:Re-verify \p{Lu}|Look up process )[^"]+)"/gu),
    ];
    expect(new Set(names.map(([, name]) => name)).size).toBe(
      referenceScenarios.length + processScenarios.length,
    );
  });
});

it("the way to them is shown in the sandbox alone", () => {
  const paths = (inSandbox: boolean) =>
    screensOf(actor("support"), translatorFor("en", "common"), { inSandbox }).map(({ href }) => href);
  expect(paths(true)).toContain("/sandbox");
  expect(paths(false)).not.toContain("/sandbox");
});
