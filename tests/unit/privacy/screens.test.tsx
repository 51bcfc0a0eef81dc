import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Revealable, RevealButton, RevealInList } from "#app/(staff)/revealable.tsx";
import { Holds } from "#app/(staff)/settings/retention/holds.tsx";
import { Keys } from "#app/(staff)/settings/retention/keys.tsx";
import { RetentionForm } from "#app/(staff)/settings/retention/retention-form.tsx";
import { Runs } from "#app/(staff)/settings/retention/runs.tsx";
import { formatterFor } from "#lib/format.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const ID = "019aa0b1-0000-7000-8000-000000000001";
const at = new Date("2026-11-22T07:30:00Z");
const NAMES = { en: "Reveal CPF", "pt-BR": "Revelar CPF" };

describe.each(LOCALES)("personal data on screen in %s", (locale) => {
  const t = translatorFor(locale, "privacy");
  const given = { t, format: formatterFor(locale) };

  it("is masked, with a button that says what it reveals, for those who may", () => {
    const masked = <span>***.456.789-**</span>;
    const offer = { place: "case", record: "10482", t } as const;
    const markup = renderToStaticMarkup(
      <Revealable field="cpf" offer={offer}>
        {masked}
      </Revealable>,
    );
    expect(markup).toContain("***.456.789-**");
    expect(markup).toContain(`${NAMES[locale]}</button>`);
    expect(markup).toMatch(/role="status"/);
    const without = renderToStaticMarkup(
      <Revealable field="cpf" offer={null}>
        {masked}
      </Revealable>,
    );
    expect(without).toBe("<span>***.456.789-**</span>");
  });

  it("is offered in a list by a button for each row, and asked for by one form beside the table", () => {
    const button = renderToStaticMarkup(<RevealButton field="cpf" record={ID} name="Fulana" t={t} />);
    expect(button).toContain(`data-reveal="${ID}"`);
    expect(button).toContain(`aria-label="${t("reveal.buttonOf", { field: "CPF", name: "Fulana" })}"`);
    expect(button).toContain(NAMES[locale]);
    const beside = renderToStaticMarkup(<RevealInList field="cpf" place="reference" t={t} />);
    expect(beside).toBe('<span role="status" class="sr-only"></span>');
  });

  it("is told of: what a night removed, who is under legal hold, which key seals", () => {
    const removed = {
      ...{ selfies: 12, snapshots: 3, answers: 0, cases: 1, lists: 8, imports: 77 },
      ...{ sessions: 41, links: 5, tries: 600 },
    };
    const run = { id: ID, startedAt: at, finishedAt: null, ...removed, auditPast: 7n };
    const runs = renderToStaticMarkup(<Runs runs={[run]} given={given} />);
    for (const word of [">12<", ">77<", ">41<", ">600<", ">7<", t("retention.notEnded")])
      expect(runs).toContain(word);
    expect(renderToStaticMarkup(<Runs runs={[]} given={given} />)).toContain(t("retention.noRuns"));
    const person = { id: ID, name: "Fulana", cpf: "***.456.789-**", email: null, phone: null };
    const hold = {
      id: ID,
      subjectId: ID,
      reason: "claim",
      setAt: at,
      setBy: { name: "Ana Nunes" },
      person,
    } as const;
    const holds = renderToStaticMarkup(<Holds holds={[hold]} count={1} given={given} />);
    expect(holds).toContain("***.456.789-**");
    expect(holds).toContain("Ana Nunes");
    // Administrators look after settings, not after people.
    expect(holds).not.toContain("Fulana");
    const rotation = { id: ID, keyId: "k2", startedAt: at, finishedAt: at, resealed: 40, unreadable: 1 };
    const byKey = { "subject.cpf": { k2: 30 }, "storage.selfies": { k2: 10, lost: 1 } };
    const ofIndex = {
      ...rotation,
      id: `${ID}1`,
      keyId: "index:00ff00ff00ff00ff",
      byKey: { "subject.cpf_index": { "00ff00ff00ff00ff": 39, older: 1 } },
    };
    const keys = renderToStaticMarkup(
      <Keys
        rotations={[{ ...rotation, byKey }, ofIndex]}
        newest="k2"
        newestIndex="00ff00ff00ff00ff"
        given={given}
      />,
    );
    for (const key of ["k2", "lost", "40", t("retention.reindexed", { count: 40 }), t("retention.older")])
      expect(keys).toContain(key);
    expect(keys).not.toContain("index:");
  });

  it("has a form for the days, each field with its own hint", () => {
    const rows = [
      {
        name: "selfies",
        label: t("retention.days", { name: "x" }),
        hint: t("retention.hint.selfies"),
        days: 30,
      },
    ];
    const markup = renderToStaticMarkup(
      <RetentionForm version={5} rows={rows} words={{ save: "s", saving: "s", saved: "s" }} />,
    );
    expect(markup).toContain(`name="version" value="5"`);
    expect(markup).toContain(`aria-describedby="selfies-hint"`);
  });
});
