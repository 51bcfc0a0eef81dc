import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { foundOf } from "#app/(staff)/found.ts";
import { shownKeys } from "#components/shell/page-keys.ts";
import { activeAfter, screensNamed } from "#components/shell/palette-rules.ts";
import { placeAfter } from "#components/shell/rows.ts";
import type { Actor, Role } from "#lib/auth/roles.ts";
import { askedFor, canFind, placesOf } from "#lib/features/finding/rules.ts";
import type { Hit } from "#lib/features/finding/service.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";

const ID = "01999999-9999-7999-8999-999999999999";

describe("what was typed", () => {
  it("is an id, a number of ours, or part of a name", () => {
    expect(askedFor(ID)).toEqual({ kind: "id", id: ID });
    expect(askedFor("20411")).toEqual({ kind: "number", number: "20411", ofReverification: false });
    expect(askedFor("2041")).toEqual({ kind: "number", number: "2041", ofReverification: true });
    expect(askedFor("r-20411")).toEqual({ kind: "number", number: "20411", ofReverification: true });
    expect(askedFor("Zoë")).toEqual({ kind: "name", text: "Zoë" });
  });
  it.each(["", "é", "Li", "  a ", "123", "123.456", "--- -", "%%%"])(
    "is too little to look for: %j",
    (typed) => {
      expect(askedFor(typed)).toBeNull();
    },
  );
});

describe("who finds what", () => {
  const actor = (role: Role): Actor => ({
    kind: "user",
    id: randomUUID(),
    name: "",
    role,
    sessionId: "",
    scope: null,
  });
  it("is what their lists are", () => {
    const places = (role: Role) => placesOf(actor(role)).map(({ place }) => place);
    expect(places("analyst")).toEqual(["cases", "reverifications", "processes", "references"]);
    expect(places("support")).toEqual(["cases", "processes", "references"]);
    expect(places("admin")).toEqual([]);
    expect(canFind(actor("admin"))).toBe(false);
  });
});

describe("a hit", () => {
  const person = { name: "Zilda Prado", cpf: "***.456.789-**" };
  const hits: readonly Hit[] = [
    { kind: "case", number: 20411, person },
    { kind: "reverification", id: ID, number: 2211, person: null },
    { kind: "process", id: ID, person },
    { kind: "reference", id: ID, person },
    { kind: "person", id: ID, place: "cases", person },
  ];
  it.each(LOCALES)("leads to an address that names nobody, in %s", (locale) => {
    const found = hits.map((hit) => foundOf(hit, translatorFor(locale, "finding")));
    expect(found.map(({ href }) => href)).toEqual([
      "/cases/20411",
      `/reverifications/${ID}`,
      `/processes/${ID}`,
      `/references?q=${ID}`,
      `/cases?subject=${ID}`,
    ]);
    for (const { title, text } of found) expect(`${title}${text}`).not.toContain("null");
    expect(found.at(-1)?.title).toBe("Zilda Prado, ***.456.789-**");
    expect(found[0]?.title).toMatch(/20411$/);
  });
});

describe("in the browser", () => {
  it("screens are found by part of their name, accents ignored", () => {
    const screens = [{ label: "Visão geral" }, { label: "Reverificações" }, { label: "Casos" }];
    expect(screensNamed(screens, "acoes")).toEqual([{ label: "Reverificações" }]);
    expect(screensNamed(screens, "VISÃO")).toEqual([{ label: "Visão geral" }]);
    expect(screensNamed(screens, "")).toEqual(screens);
    expect(screensNamed(screens, "zz")).toEqual([]);
  });
  it("arrows go round the list, and other keys are the field's", () => {
    expect(activeAfter("ArrowDown", 0, 3)).toBe(1);
    expect(activeAfter("ArrowDown", 2, 3)).toBe(0);
    expect(activeAfter("ArrowUp", 0, 3)).toBe(2);
    expect(activeAfter("ArrowUp", -1, 0)).toBeUndefined();
    expect(activeAfter("Home", 1, 3)).toBeUndefined();
  });
  it("rows stop at both ends, and begin with the first", () => {
    expect(placeAfter(-1, 1, 5)).toBe(0);
    expect(placeAfter(-1, -1, 5)).toBe(0);
    expect(placeAfter(0, -1, 5)).toBe(0);
    expect(placeAfter(3, 1, 5)).toBe(4);
    expect(placeAfter(4, 1, 5)).toBe(4);
  });
  it("keys are shown as on the keyboard", () => {
    expect(shownKeys("Control+Enter")).toBe("Ctrl Enter");
    expect(shownKeys("n")).toBe("N");
    expect(shownKeys("/")).toBe("/");
  });
});
