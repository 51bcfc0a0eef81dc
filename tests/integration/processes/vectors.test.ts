import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fieldWords } from "#app/(staff)/processes/field-words.tsx";
import type { UserCtx } from "#lib/features/context.ts";
import { type ProcessPage, readProcessPage } from "#lib/features/processes/page.ts";
import { HEADLINES, type LookUpTrouble } from "#lib/features/processes/rules.ts";
import { lookUpInput } from "#lib/features/processes/schema.ts";
import { refreshProcess } from "#lib/features/processes/service.ts";
import { formatterFor } from "#lib/format.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { idOf, pathOf, rows } from "#tests/integration/unico/vector-count.ts";
import { startVectorRig, type VectorRig } from "#tests/integration/unico/vector-rig.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { WARNINGS } from "#tests/unit/unico/vector-words.ts";
import { type Vector, vectors } from "#tests/unit/unico/vectors.ts";

let rig: VectorRig;
let world: World;
let support: UserCtx;
beforeAll(async () => {
  [rig, world] = await Promise.all([startVectorRig(), openWorld()]);
  support = await ctxFor(world.db, "support");
});
afterEach(() => rig.reset());
afterAll(() => Promise.all([rig.stop(), world.end()]));

/** Answers that the sandbox does not give by itself. */
const TOLD = ["gp-seed-raw", "gp-e-403", "gp-e-404-wrapped", "gp-e-429", "gp-e-500"];
/** What support reads where no document comes. */
const TROUBLES: Readonly<Record<string, LookUpTrouble>> = {
  "gp-seed-raw": "unreadable",
  "gp-e-403": "credentials",
  "gp-e-404": "not_found",
  "gp-e-404-wrapped": "not_found",
  "gp-e-429": "busy",
  "gp-e-500": "server_error",
};

async function lookUp(vector: Vector) {
  const id = idOf(vector);
  if (TOLD.includes(vector.id)) await rig.give(vector, pathOf(vector), 9);
  else if (vector.response.body && vector.response.status === 200)
    await rig.control("PUT", `/processes/${id}`, vector.response.body);
  const unico = rig.clientFor(vector, { tokens: await rig.tokensFor(vector) });
  return { id, looked: await refreshProcess({ ...support, unico }, { processId: id }) };
}

/** Every value of the document that is no object, by its path. */
const leavesOf = (value: unknown, path = ""): [string, unknown][] =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, member]) => leavesOf(member, path ? `${path}.${name}` : name))
    : [[path, value]];

function expectEveryFieldShown(page: ProcessPage, document: Record<string, unknown>): void {
  const shown = JSON.stringify(page.fields);
  const leaves = leavesOf(document).filter(
    ([path, value]) => !/^(id|person|userRedirectUrl|token|services)\b/.test(path) && value !== "",
  );
  for (const [path, value] of leaves)
    for (const each of Array.isArray(value) ? value : [value]) expect(shown, path).toContain(String(each));
  expect(page.unknownMembers).toEqual([]);
  expect(page.journeyUrl).toBe(document.userRedirectUrl);
}

function expectWordsForAll(page: ProcessPage): void {
  for (const locale of LOCALES) {
    const telling = {
      process: page,
      t: translatorFor(locale, "processes"),
      verdicts: translatorFor(locale, "verdicts"),
      format: formatterFor(locale),
    };
    for (const field of page.fields) {
      const markup = renderToStaticMarkup(createElement("p", null, fieldWords(field, telling)));
      expect(markup.replace(/<[^>]+>/g, ""), `${locale} ${field.key}`).not.toBe("");
      // Addresses are text: nothing is followed, nothing loaded from outside.
      expect(markup).not.toMatch(/<(?:img|a|link|iframe)\b|(?:src|href)="(?!#)/);
    }
    // Said beside the times themselves.
    const warnings = page.reading.warnings.filter((warning) => warning !== "finished_before_created");
    for (const warning of warnings) expect(telling.t(`warning.${warning}`)).not.toBe("");
  }
}

describe("every vector of GetProcess, from the request to the page", () => {
  it.each(rows(vectors.getProcess))("$name", async (vector) => {
    if (vector.id === "gp-e-400")
      return expect(lookUpInput.safeParse({ processId: idOf(vector) }).success).toBe(false);
    const { id, looked } = await lookUp(vector);
    const trouble = TROUBLES[vector.id];
    if (trouble) {
      // The id of some is kept from before: then what stands there is shown, and why it is no newer.
      expect(looked.ok ? looked.value.trouble : looked.failure.code).toBe(trouble);
      for (const locale of LOCALES)
        expect(translatorFor(locale, "processes")(`trouble.${trouble}.text`)).not.toBe("");
      expect((await readProcessPage(support, id)) !== null).toBe(looked.ok);
      return;
    }
    expect(looked).toMatchObject({ ok: true, value: { trouble: null } });
    // Its token was asked for anew, and nobody noticed.
    if (vector.expect.outcome === "token_refresh") return;
    const page = await readProcessPage(support, id);
    if (!page) throw new Error("no page");
    expect(page.reading.outcome).toBe(vector.expect.outcome);
    expect(page.headline).toBe(HEADLINES[page.reading.outcome]);
    if (vector.expect.score !== undefined && page.score !== null)
      expect(page.score).toBe(vector.expect.score);
    for (const warning of vector.expect.warnings ?? [])
      expect(page.reading.warnings).toContain(WARNINGS[warning]);
    const document = Object(vector.response.body).process;
    expectEveryFieldShown(page, document);
    expectWordsForAll(page);
    const { duiValue, personDuiValue, email } = document.person ?? {};
    for (const secret of [duiValue, personDuiValue, email].filter(Boolean))
      expect(JSON.stringify(page)).not.toContain(secret);
  });

  it("stands here whole", () => {
    expect(vectors.getProcess).toHaveLength(42);
  });
});
