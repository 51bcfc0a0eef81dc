import { describe, expect, it } from "vitest";
import { readQueue } from "#app/(staff)/cases/read-queue.ts";
import { isView } from "#app/(staff)/cases/views.ts";
import { CASE_VIEWS, caseTable, withoutHidden } from "#lib/features/cases/table-schema.ts";
import { hrefOf, MOST_VALUES, readAddress } from "#lib/table/address.ts";

const empty = caseTable.parse({});
const paramsOf = (href: string) => {
  const { searchParams } = new URL(href, "http://x");
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const all = searchParams.getAll(name);
      return [name, all.length > 1 ? all : all[0]];
    }),
  );
};

describe("the queue in the address", () => {
  it.each([
    ["status", "nonsense"],
    ["status", ["open", "nonsense"], { status: ["open"] }],
    ["fraudsters", "no"],
    ["biometry", "true"],
    ["liveness", "1"],
    ["priority", "critical"],
    ["decision", "guilty"],
    ["reason", "because"],
    ["assignee", "everybody"],
    ["assignee", ["me", "' OR 1=1"], { assignee: ["me"] }],
    ["scoreMin", "-101"],
    ["scoreMax", "many"],
    ["openedFrom", "yesterday"],
    ["openedFrom", "2026-02-30"],
    ["openedTo", "9999-12-31"],
    ["openedFrom", "0000-01-01"],
    ["due", "soon"],
    ["origin", "elsewhere"],
    ["subject", "12"],
    ["subsidiary", "x"],
    ["sort", "name"],
    ["sort", "-"],
    ["after", "0"],
    ["after", "99999999999"],
    ["before", "1.5"],
    ["q", "x".repeat(121)],
    ["q", "a\0b"],
    ["scoreMin", " "],
    ["scoreMax", "\t"],
    ["after", " "],
    ["met", ["yes", "no"], { met: "no" }],
    ["due", ["1h", "soon"], { due: ["1h"] }],
  ] as [string, string | string[], object?][])("drops %s=%s and names it", (name, value, kept) => {
    expect(readAddress(caseTable, { [name]: value })).toEqual({
      filter: { ...empty, ...kept },
      dropped: [name],
    });
  });
  it.each(["status", "scoreMin", "openedFrom", "due", "q", "assignee"])(
    "an empty %s, as a form sends it, is no filter and no nonsense",
    (name) => {
      expect(readAddress(caseTable, { [name]: "" })).toEqual({ filter: empty, dropped: [] });
    },
  );
  it.each([
    ["assignee", Array.from({ length: MOST_VALUES + 10 }, () => crypto.randomUUID())],
    ["status", Array.from({ length: MOST_VALUES + 10 }, () => "open")],
  ])("takes so many values of %s and no more, and says so", (name, given) => {
    expect(readAddress(caseTable, { [name]: given })).toEqual({
      filter: { ...empty, [name]: given.slice(0, MOST_VALUES) },
      dropped: [name],
    });
  });
  it.each([
    ["utm_source", "utm_source"],
    ["toString", "toString"],
    ["__proto__", "?"],
    ["70202020207", "?"],
    ["Call us now", "?"],
    ["x".repeat(33), "?"],
  ])("names a parameter called %s as %s, and never reads it", (name, told) => {
    const params = Object.fromEntries([[name, "mail"]]);
    expect(readAddress(caseTable, params)).toEqual({ filter: empty, dropped: [told] });
    expect(readAddress(caseTable, params, [name]).dropped).toEqual([]);
  });
  it("takes what is said twice for said once", () => {
    expect(readAddress(caseTable, { met: ["yes", "yes", ""] })).toEqual({
      filter: { ...empty, met: "yes" },
      dropped: [],
    });
  });
  it("reads back what it writes", () => {
    const filter = {
      ...empty,
      q: "José & Ana",
      status: ["open" as const, "in_review" as const],
      assignee: ["none" as const],
      scoreMin: -41,
      openedFrom: "2026-11-01",
      due: ["4h" as const, "today" as const],
      subsidiary: [crypto.randomUUID(), crypto.randomUUID()],
      subject: [crypto.randomUUID(), crypto.randomUUID()],
      sort: "-score" as const,
      after: 10_482,
    };
    const href = hrefOf("/cases", filter, { after: filter.after });
    expect(readAddress(caseTable, paramsOf(href))).toEqual({ filter, dropped: [] });
  });
});

describe("the views", () => {
  it("are what their links lead to", () => {
    for (const view of Object.keys(CASE_VIEWS) as (keyof typeof CASE_VIEWS)[]) {
      const { filter, dropped } = readQueue(
        paramsOf(hrefOf("/cases", CASE_VIEWS[view], { sort: empty.sort })),
        false,
        [],
      );
      expect(dropped).toEqual([]);
      expect(isView(filter, view)).toBe(true);
    }
  });
  it("open with everything that is not closed; cleared filters show all", () => {
    expect(isView(readQueue({}, false, []).filter, "open")).toBe(true);
    expect(readQueue({ utm_source: "mail" }, false, []).filter.status).toHaveLength(5);
    expect(readQueue({}, false, []).asked).toEqual(empty);
    expect(readQueue({ sort: "dueAt" }, false, []).filter).toEqual(empty);
  });
});

describe("a masked reader", () => {
  const asked = { ...empty, fraudsters: ["yes" as const], scoreMax: 0, decision: ["inconclusive" as const] };
  it("can neither filter nor sort by what is hidden, and is told", () => {
    const masked = { ...empty, sort: "-openedAt" as const };
    expect(withoutHidden({ ...asked, status: ["open"], sort: "-score" })).toEqual({
      filter: { ...masked, status: ["open", "escalated"] },
      dropped: ["decision", "fraudsters", "scoreMax", "sort"],
    });
    expect(readQueue({ fraudsters: "yes", status: "open" }, true, [])).toMatchObject({
      filter: { ...masked, status: ["open", "escalated"] },
      dropped: ["fraudsters"],
    });
    expect(withoutHidden({ ...empty, priority: ["high"], due: ["4h"] })).toEqual({
      filter: masked,
      dropped: ["priority", "due"],
    });
    expect(withoutHidden({ ...empty, origin: ["manual"] })).toEqual({ filter: masked, dropped: ["origin"] });
  });
  it("sees in review for what waits for a second person, open for what was escalated, and finds them so", () => {
    expect(withoutHidden({ ...empty, status: ["in_review"] }).filter.status).toEqual([
      "in_review",
      "awaiting_approval",
    ]);
    const open = withoutHidden({ ...empty, status: ["open"] });
    expect(open).toMatchObject({ filter: { status: ["open", "escalated"] }, dropped: [] });
    // Masked twice is masked once.
    expect(withoutHidden(open.filter)).toEqual({ ...open, dropped: [] });
    expect(withoutHidden({ ...empty, status: ["escalated"] })).toMatchObject({
      filter: { status: [] },
      dropped: ["status"],
    });
  });
});

it("a CPF written into the address by hand is dropped, and the page says so", () => {
  for (const q of ["111.444.777-35", "11144477735"])
    expect(readQueue({ q }, false, [])).toMatchObject({ filter: { q: undefined }, dropped: ["q"] });
  expect(readQueue({ q: "10482" }, false, [])).toMatchObject({ filter: { q: "10482" }, dropped: [] });
});
