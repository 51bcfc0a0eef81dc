import { describe, expect, it } from "vitest";
import { LIST_PATHS } from "#app/(staff)/list-paths.ts";
import { auditTable } from "#lib/features/audit/table-schema.ts";
import { exportFilter } from "#lib/features/exports/table-schema.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import { referenceFilter, withoutContradiction } from "#lib/features/references/table-schema.ts";
import { isSearched, isUsable, keptFilter } from "#lib/features/views/rules.ts";
import { LISTS } from "#lib/features/views/schema.ts";
import type { SavedView } from "#lib/features/views/service.ts";
import { readListState } from "#lib/features/views/state.ts";
import { hrefOf, paramsOf } from "#lib/table/address.ts";

const view = (params: SavedView["params"], rest: Partial<SavedView> = {}): SavedView => ({
  id: "018f0000-0000-7000-8000-000000000001",
  name: "Minha",
  isShared: false,
  mayChange: true,
  opensFirst: false,
  params,
  ...rest,
});

describe("what of an address is kept", () => {
  const SEARCH = "q=helena&entity=10482&address=192.0.2.7&event=12";
  it.each([
    ["cases", "status=open&fraudsters=yes", ["fraudsters", "sort", "status"]],
    ["reverifications", "state=unknown&startedBy=me", ["sort", "startedBy", "state"]],
    ["processes", "state=failed&scoreMax=-40", ["scoreMax", "sort", "state"]],
    ["references", "origin=import&contradiction=several_people", ["contradiction", "origin", "sort"]],
    ["exports", "state=failed&by=me", ["by", "sort", "state"]],
    ["audit", "action=case.decide&entityType=case&from=2026-01-01", ["action", "entityType", "from", "sort"]],
    ["users", "role=admin&standing=invited", ["role", "sort", "standing"]],
  ] as const)(
    "of %s: the filters and the order, never what was searched for or what is open",
    (list, state, names) => {
      const place = "after=018f0000-0000-7000-8000-000000000009&view=018f0000-0000-7000-8000-000000000009";
      const kept = keptFilter(list, `${state}&${SEARCH}&${place}&nonsense=1`, false);
      expect(Object.keys(kept).sort()).toEqual(names);
    },
  );

  it("says which lists there are, and each has a page", () => {
    expect(Object.keys(LIST_PATHS).sort()).toEqual([...LISTS].sort());
  });

  it("tells a search of the log by a thing or an address", () => {
    expect(isSearched(auditTable.parse({ address: "192.0.2.7" }))).toBe(true);
    expect(isSearched(auditTable.parse({ entity: "10482" }))).toBe(true);
    expect(isSearched(auditTable.parse({ outcome: "refused" }))).toBe(false);
  });
});

it("what does not fit is nothing for a masked reader of references", () => {
  expect(isUsable("references", { contradiction: ["several_people"] }, true)).toBe(false);
  expect(isUsable("references", { origin: ["import"] }, true)).toBe(true);
  expect(keptFilter("references", "origin=import&contradiction=several_people", true)).not.toHaveProperty(
    "contradiction",
  );
});

describe("the state of a list", () => {
  const failed = view({ state: ["failed"], sort: "created" }, { opensFirst: true });

  it("is the view that opens first where the address is bare", () => {
    const state = readListState(exportFilter, {}, [failed]);
    expect(state.filter).toMatchObject({ state: ["failed"], sort: "created", view: failed.id });
    expect(state.current).toEqual({ view: failed, isChanged: false });
    // A search looks among all.
    expect(state.asked).toMatchObject({ state: [], view: undefined });
  });

  it("is what stands in the address once anything does: so all of it can be had", () => {
    const { empty } = readListState(exportFilter, {}, [failed]);
    const state = readListState(exportFilter, paramsOf(hrefOf("", {}, { sort: empty.sort }).slice(1)), [
      failed,
    ]);
    expect(state.filter).toEqual(empty);
    expect(state.current).toBeNull();
  });

  it.each([
    [
      "not by what is open beside it, a search or the place",
      { event: "7", entity: "10482", after: "3" },
      false,
    ],
    ["by another filter", { outcome: "refused" }, true],
  ])("is changed %s", (_name, more, isChanged) => {
    const mine = view({ action: ["case.decide"], sort: "-at" });
    const params = { ...mine.params, view: mine.id, ...more };
    expect(readListState(auditTable, params, [mine]).current).toMatchObject({ isChanged });
  });

  it("names what a reader may not ask for, also where a view held it", () => {
    const params = { contradiction: "several_people", origin: "import" };
    const state = readListState(referenceFilter, params, [], { seen: withoutContradiction });
    expect(state.filter).toMatchObject({ contradiction: [], origin: ["import"] });
    expect(state.dropped).toEqual(["contradiction"]);
  });

  it("names what nobody reads, and not what the page reads besides", () => {
    const params = { unheard: "1", told: "2" };
    expect(readListState(processFilter, params, [], { others: ["told"] }).dropped).toEqual(["unheard"]);
  });
});
