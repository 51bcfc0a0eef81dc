import { expect, it } from "vitest";
import { readQueue } from "#app/(staff)/cases/read-queue.ts";
import { CASE_VIEWS } from "#lib/features/cases/table-schema.ts";
import { mayChange } from "#lib/features/views/rules.ts";
import type { SavedView } from "#lib/features/views/service.ts";

const view = (params: SavedView["params"], rest: Partial<SavedView> = {}): SavedView => ({
  id: "018f0000-0000-7000-8000-000000000001",
  name: "Alertas",
  isShared: false,
  mayChange: true,
  opensFirst: false,
  params,
  ...rest,
});
const alerts = view({ fraudsters: ["yes"], status: ["open", "waiting"], sort: "-openedAt" });
const SAME = { fraudsters: "yes", status: ["waiting", "open"], sort: "-openedAt" };

it("a view that opens first is what the bare address stands for; a search looks among all", () => {
  const first = { ...alerts, opensFirst: true };
  const { filter, asked, current, dropped } = readQueue({}, false, [first]);
  expect(filter).toMatchObject({ fraudsters: ["yes"], status: ["open", "waiting"], view: first.id });
  expect(asked.fraudsters).toEqual([]);
  expect(current).toEqual({ view: first, isChanged: false });
  expect(dropped).toEqual([]);
  expect(readQueue({ sort: "dueAt" }, false, [first]).filter.fraudsters).toEqual([]);
});

it.each([
  ["not when its values stand in another order", SAME, false],
  ["not by a place in the list", { ...SAME, after: "20001" }, false],
  ["not by a search", { ...SAME, q: "helena" }, false],
  ["by another filter", { ...SAME, due: "today" }, true],
  ["by a filter less", { ...SAME, fraudsters: [] }, true],
  ["by another order", { ...SAME, sort: "dueAt" }, true],
])("a view is changed %s", (_name, params, isChanged) => {
  expect(readQueue({ ...params, view: alerts.id }, false, [alerts]).current).toMatchObject({ isChanged });
});

it("a view that is gone leaves its filter and no mark", () => {
  const { filter, current, dropped } = readQueue({ ...SAME, view: alerts.id }, false, []);
  expect(filter).toMatchObject({ fraudsters: ["yes"], view: undefined });
  expect(current).toBeNull();
  expect(dropped).toEqual([]);
});

it("what was kept under words that nobody knows any more is left out", () => {
  const old = view({ status: ["parked", "open"], nobody: "x" }, { opensFirst: true });
  expect(readQueue({}, false, [old]).filter).toMatchObject({ status: ["open"], sort: "dueAt" });
  expect(readQueue({}, false, [view({}, { opensFirst: true })]).filter.status).not.toEqual(
    CASE_VIEWS.open.status,
  );
});

it("a masked reader's view is read without what is hidden", () => {
  const { filter, current } = readQueue({ status: "in_review", view: alerts.id }, true, [
    view({ status: ["in_review"], sort: "-openedAt" }),
  ]);
  expect(filter.status).toEqual(["in_review", "awaiting_approval"]);
  expect(current?.isChanged).toBe(true);
});

it.each([
  ["one's own", { isShared: false, ownerId: "me" }, false, true],
  ["another's own", { isShared: false, ownerId: "other" }, true, false],
  ["the team's, by whoever leads", { isShared: true, ownerId: "other" }, true, true],
  ["the team's, by whoever led when they made it", { isShared: true, ownerId: "me" }, false, false],
])("%s may be changed or not", (_name, owned, leads, may) => {
  expect(mayChange(owned, { id: "me", leads })).toBe(may);
});
