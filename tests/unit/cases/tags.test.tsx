import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Tags } from "#app/(staff)/cases/[number]/tags.tsx";
import { readQueue } from "#app/(staff)/cases/read-queue.ts";
import { tagInput } from "#lib/features/cases/schema.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { hrefOf } from "#lib/table/address.ts";
import { aWhole, givenIn, NOTHING } from "./a-whole-case.ts";

const read = (tag: unknown) => {
  const { success, data, error } = tagInput.safeParse({ number: 10_001, tag });
  return success ? data.tag : error.issues[0]?.message;
};

describe("a tag", () => {
  it.each([
    ["  Conta   LARANJA ", "conta laranja"],
    ["Ação", "ação"],
    ["ac\u0327a\u0303o", "ação"],
    ["2ª via", "2ª via"],
    ["lote-12.3_b", "lote-12.3_b"],
    ["x".repeat(30), "x".repeat(30)],
    ["תג", "תג"],
  ])("%j is written as %j", (typed, name) => {
    expect(read(typed)).toBe(name);
    // Once more changes nothing: what stands in an address is read as it was written.
    expect(read(read(typed))).toBe(name);
  });
  it.each([
    ["", "field.tag"],
    ["   ", "field.tag"],
    ["x".repeat(31), "field.tag"],
    ["x".repeat(100_000), "field.tag"],
    ["<script>", "field.tag"],
    ["a,b", "field.tag"],
    ["-dash first", "field.tag"],
    ["a\0b", "field.tag"],
    ["👩", "field.tag"],
    [undefined, "field.tag"],
    ["529.982.247-25", "field.tagNumber"],
    ["cpf 52998224725", "field.tagNumber"],
    ["١٢٣٤٥٦٧", "field.tagNumber"],
  ])("is not %j", (typed, message) => {
    expect(read(typed)).toBe(message);
  });
});

describe("in the address", () => {
  it("several are repeated parameters, and nonsense is dropped", () => {
    const { filter, dropped } = readQueue({ tag: ["Laranja", "<b>", "conta nova"] }, false, []);
    expect(filter.tag).toEqual(["laranja", "conta nova"]);
    expect(dropped).toEqual(["tag"]);
    expect(hrefOf("/cases", { tag: filter.tag })).toBe("/cases?tag=laranja&tag=conta+nova");
    expect(caseTable.parse({ tag: "vip" }).tag).toEqual(["vip"]);
  });
  it("a masked reader may not ask by it", () => {
    const { filter, dropped } = readQueue({ tag: "laranja" }, true, []);
    expect(filter.tag).toEqual([]);
    expect(dropped).toEqual(["tag"]);
  });
});

it.each(LOCALES)("on the desk it has a way off for those who work the case, in %s", (locale) => {
  const { t } = givenIn(locale);
  const found = aWhole({ tags: ["vip", "laranja"], tagNames: ["laranja", "nova", "vip"] });
  const markup = renderToStaticMarkup(<Tags found={found} given={{ t }} />);
  const removes = [
    ...markup.matchAll(/name="remove"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="remove"/g),
  ];
  expect(removes.map(([, one, other]) => one ?? other)).toEqual(["laranja", "vip"]);
  expect(markup).toContain(`aria-label="${t("tags.remove", { tag: "vip" })}"`);
  expect(markup).toContain('<datalist id="known-tags"><option value="nova"></option></datalist>');
  const other = { ...found, may: { ...NOTHING, note: false, reverify: false } };
  const shown = renderToStaticMarkup(<Tags found={other} given={{ t }} />);
  expect(shown).toContain("laranja");
  expect(shown).not.toContain("<form");
});
