import { randomUUID } from "node:crypto";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ReportFilters } from "#app/(staff)/reports/report-filters.tsx";
import { ReportPanels } from "#app/(staff)/reports/report-panels.tsx";
import { Forbidden } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { FIGURE_IDS, figuresOf } from "#lib/features/reports/figures.ts";
import { periodOf } from "#lib/features/reports/period.ts";
import { type ReportFilter, reportFilter } from "#lib/features/reports/schema.ts";
import { readChoices, readReport, readReportTables } from "#lib/features/reports/service.ts";
import type { Words } from "#lib/features/reports/table-of.ts";
import { definitionOf, WHOSE } from "#lib/features/reports/whose.ts";
import { formatterFor } from "#lib/format.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { aUser, ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { insertHistory, NOW, randomHistory, referenceFor } from "./histories.ts";

let [full, empty]: World[] = [];
let manager: UserCtx;
let nobody: UserCtx;
beforeAll(async () => {
  [full, empty] = await Promise.all([openWorld(), openWorld()]);
  manager = await ctxFor(full.db, "manager", { now: () => NOW });
  nobody = await ctxFor(empty.db, "manager", { now: () => NOW });
  const people = [
    manager.actor.id,
    (await aUser(full.db, "analyst")).id,
    (await aUser(full.db, "analyst")).id,
  ];
  const subsidiaries = [randomUUID(), randomUUID()];
  await full.db.subsidiary.createMany({ data: subsidiaries.map((id, i) => ({ id, name: `Filial ${i}` })) });
  const ground = { people, subsidiaries, referenceId: await referenceFor(full.db) };
  await insertHistory(
    full.db,
    ground,
    randomHistory(ground, { cases: 300, reverifications: 300, processes: 100 }),
  );
  await full.db.unicoUnknownValue.create({
    data: { member: "identityFraudsters", value: "perhaps", firstSeenAt: NOW, lastSeenAt: NOW },
  });
}, 60_000);
afterAll(() => Promise.all([full?.end(), empty?.end()]));

const wordsIn = (locale: Locale): Words => ({
  r: translatorFor(locale, "reports"),
  verdicts: translatorFor(locale, "verdicts"),
  cases: translatorFor(locale, "cases"),
  format: formatterFor(locale),
});
async function drawn(ctx: UserCtx, locale: Locale, given: object = {}) {
  const [words, filter]: [Words, ReportFilter] = [wordsIn(locale), reportFilter.parse(given)];
  const choices = await readChoices(ctx);
  const filters = createElement(ReportFilters, {
    words,
    filter,
    period: periodOf(filter, NOW),
    choices,
    dropped: [],
  });
  const panels = await ReportPanels({ ctx, words, filter, price: 1.2 });
  return renderToStaticMarkup(createElement("main", null, filters, panels));
}

it("says of each figure whose it is as the rows behind it have it", async () => {
  const person = manager.actor.id;
  const report = await readReport(manager, reportFilter.parse({ person }));
  const keys = { held: "assignee", decided: "decidedBy", decidedFirst: "firstBy", started: "startedBy" };
  for (const { id, rows } of figuresOf(report)) {
    const whose = WHOSE[id];
    if (whose === null || whose === "heldAndDecided") throw new Error(`${id} is one person's in one way`);
    const { assignee, decidedBy, firstBy, startedBy } = { ...rows?.filter } as Record<string, unknown>;
    const named = Object.entries({ assignee, decidedBy, firstBy, startedBy }).filter(([, who]) => who);
    expect(named, id).toEqual([[keys[whose], whose === "held" || whose === "started" ? [person] : person]]);
  }
});

describe.each(LOCALES)("the report in %s", (locale) => {
  const { r } = wordsIn(locale);

  it("draws many days as one picture, to whose days the table leads", async () => {
    const picture = `<svg role="img" aria-label="${r("chart.days")}"`;
    expect(await drawn(manager, locale, { period: "7d" })).not.toContain(picture);
    const markup = await drawn(manager, locale, { period: "90d" });
    const [, rest = ""] = markup.split(picture);
    expect(rest.slice(0, rest.indexOf("</svg>"))).toContain("<rect");
    expect(rest.slice(0, rest.indexOf("</svg>"))).not.toContain("<a ");
    const table = rest.slice(rest.indexOf("<table"), rest.indexOf("</table>"));
    expect(table).toMatch(/<a [^>]*href="\/cases\?openedFrom=/);
    expect(table).toMatch(/<a [^>]*href="\/cases\?closedFrom=/);
  });

  it("has every figure with its definition, and every chart with its table", async () => {
    const markup = await drawn(manager, locale);
    for (const id of FIGURE_IDS) expect(markup).toContain(definitionOf(r, id).replaceAll("'", "&#x27;"));
    for (const chart of [
      "reasons",
      "reviewers",
      "answers",
      "backlog",
      "flagged",
      "scores",
      "days",
      "cohorts",
      "people",
      "values",
    ] as const)
      expect(markup).toContain(`>${r(`chart.${chart}`)}</h2>`);
    expect(markup.match(/<details/g)).toHaveLength(7);
    expect(markup).toContain("perhaps");
    expect(markup).not.toMatch(/undefined|NaN|\[object|Infinity/);
  });

  it("names every part that one can go to, and no two things by the same id", async () => {
    const markup = await drawn(manager, locale);
    const ids = [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of markup.matchAll(/popoverTarget="([^"]+)"/gi)) expect(ids).toContain(target);
    for (const [link] of markup.matchAll(/<a [^>]*>(?=<rect)/g)) expect(link).toMatch(/aria-label="[^"]+"/);
  });

  it("says that there is nothing where there is nothing, and divides by none of it", async () => {
    const markup = await drawn(nobody, locale);
    expect(markup.split(r("nothing")).length - 1).toBeGreaterThan(7);
    expect(markup).not.toMatch(/undefined|NaN|\[object|Infinity/);
  });

  it("says of a few values that they are few", async () => {
    const markup = await drawn(manager, locale, { from: "2026-10-12", to: "2026-10-13" });
    expect(markup).toContain(r("fewText", { least: "20" }));
  });
});

it("shows an analyst neither others nor what belongs to nobody", async () => {
  const analyst: UserCtx = { ...manager, actor: { ...manager.actor, role: "analyst" } };
  const markup = await drawn(analyst, "en");
  const { r } = wordsIn("en");
  expect(markup).not.toContain(r("chart.scores"));
  expect(markup).not.toContain(r("chart.values"));
  const { work } = (await readReport(analyst, reportFilter.parse({}))).now;
  expect(work.map(({ person }) => person)).toEqual([analyst.actor.id]);
  expect((await readChoices(analyst)).people).toEqual([]);
});

it("is refused to whoever may not read reports", async () => {
  for (const role of ["support", "admin"] as const) {
    const ctx: UserCtx = { ...manager, actor: { ...manager.actor, role } };
    await expect(readReport(ctx, reportFilter.parse({}))).rejects.toBeInstanceOf(Forbidden);
    await expect(readChoices(ctx)).rejects.toBeInstanceOf(Forbidden);
  }
});

it("comes as plain tables, numbers as numbers", async () => {
  const { tables, report } = await readReportTables(manager, reportFilter.parse({}), wordsIn("en"), 1.2);
  expect(tables.map(({ id }) => id)).toEqual([
    "summary",
    "reasons",
    "reviewers",
    "answers",
    "backlog",
    "days",
    "cohorts",
    "scores",
    "people",
    "values",
  ]);
  for (const { columns, rows, id } of tables)
    for (const row of rows) {
      expect(row, id).toHaveLength(columns.length);
      for (const [place, cell] of row.entries())
        if (cell !== null)
          expect(typeof cell, `${id} ${columns[place]?.label}`).toBe(
            columns[place]?.unit === "text" ? "string" : "number",
          );
    }
  const paid = tables[0]?.rows.find(([name]) => name === "Paid calls")?.[1];
  expect(paid).toBe(
    report.now.answers
      .filter(({ state }) => state === "completed")
      .reduce((sum, { count }) => sum + count, 0),
  );
});
