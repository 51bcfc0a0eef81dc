import { describe, expect, it } from "vitest";
import { arranged, choicesOf } from "#components/table/arranged.ts";

const columns = [
  { id: "number" },
  { id: "person" },
  { id: "cpf", hideUnder: "xl" as const },
  { id: "due", hideUnder: "lg" as const },
];
const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

describe("the columns of a list", () => {
  it("are the list's own, as wide a screen as they need, until somebody chose", () => {
    expect(arranged(columns, [])).toEqual(columns);
  });
  it("stand as chosen behind the one that names the row, at every width", () => {
    expect(arranged(columns, ["due", "cpf"])).toEqual([{ id: "number" }, { id: "due" }, { id: "cpf" }]);
  });
  it("hold nothing that the list does not know, and are never none", () => {
    expect(ids(arranged(columns, ["gone", "due", "number"]))).toEqual(["number", "due"]);
    expect(arranged(columns, ["gone"])).toEqual(columns);
    expect(arranged([], ["due"])).toEqual([]);
  });
  it("keep what a row cannot do without, whatever was chosen", () => {
    const opened = [...columns, { id: "open", always: true }];
    expect(ids(arranged(opened, ["due"]))).toEqual(["number", "due", "open"]);
  });
});

describe("a column that nobody needs", () => {
  const tagged = [...columns, { id: "tags", optional: true }];
  it("is drawn for whoever chose it, and offered to everybody", () => {
    expect(arranged(tagged, [])).toEqual(columns);
    expect(ids(arranged(tagged, ["tags", "due"]))).toEqual(["number", "tags", "due"]);
    const offered = tagged.map((column) => ({ ...column, label: column.id }));
    expect(choicesOf(offered, []).flatMap(({ id, isShown }) => (isShown ? [] : id))).toEqual(["tags"]);
    expect(choicesOf(offered, ["tags"])[0]).toEqual({ id: "tags", label: "tags", isShown: true });
  });
});

describe("what can be chosen", () => {
  const labelled = columns.map(({ id }) => ({ id, label: id }));
  it("is everything but the first, the shown ones before the others", () => {
    expect(choicesOf(labelled, ["due", "gone"])).toEqual([
      { id: "due", label: "due", isShown: true },
      { id: "person", label: "person", isShown: false },
      { id: "cpf", label: "cpf", isShown: false },
    ]);
    expect(choicesOf(labelled, []).every(({ isShown }) => isShown)).toBe(true);
  });
});
