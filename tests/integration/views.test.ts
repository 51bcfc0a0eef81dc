import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { countPeople, listPeople } from "#lib/features/accounts/people.ts";
import { peopleFilter } from "#lib/features/accounts/people-table-schema.ts";
import { countAuditEvents } from "#lib/features/audit/service.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { countExports } from "#lib/features/exports/listing.ts";
import { countProcesses } from "#lib/features/processes/table.ts";
import { countReferences } from "#lib/features/references/service.ts";
import { arrangeInput, type ListName, viewInput } from "#lib/features/views/schema.ts";
import {
  changeView,
  chooseView,
  createView,
  readList,
  removeView,
  saveArrangement,
} from "#lib/features/views/service.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";

let world: World;
let manager: UserCtx;
let analyst: UserCtx;
let support: UserCtx;
let admin: UserCtx;
const NONE = { count: 0, capped: false };
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
  analyst = await ctxFor(world.db, "analyst");
  support = await ctxFor(world.db, "support");
  admin = await ctxFor(world.db, "admin");
});
afterAll(() => world.end());

const arrangementOf = async (ctx: UserCtx, list: ListName) => (await readList(ctx, list)).arrangement;
const auditsOf = (action: string, entityId: string) =>
  world.db.auditEvent.findMany({ where: { action, entityId }, select: { detail: true } });

type Given = { name: string; state: string; shared?: boolean; opens?: boolean };
async function create(ctx: UserCtx, { shared = false, opens = false, ...given }: Given) {
  const result = await createView(ctx, { act: "create", list: "cases", shared, opens, ...given });
  return result;
}
async function created(ctx: UserCtx, given: Given): Promise<string> {
  const result = await create(ctx, given);
  if (!result.ok) throw new Error(result.failure.code);
  return result.value.id;
}
const viewsOf = async (ctx: UserCtx) => (await readList(ctx, "cases")).views;
const named = async (ctx: UserCtx, name: string) => (await viewsOf(ctx)).find((view) => view.name === name);

describe("columns and density", () => {
  it("are kept for each person and list, with nonsense dropped, and told", async () => {
    const given = arrangeInput.parse({
      list: "cases",
      columns: ["due", "due", "person", "<script>", "a".repeat(99), ""],
      density: "roomy",
    });
    expect(given).toMatchObject({ columns: ["due", "person"], density: "compact" });
    await saveArrangement(analyst, { ...given, density: "comfortable" });
    expect(await arrangementOf(analyst, "cases")).toEqual({
      columns: ["due", "person"],
      density: "comfortable",
    });
    expect(await arrangementOf(manager, "cases")).toEqual({ columns: [], density: "compact" });
    expect(await arrangementOf(analyst, "processes")).toEqual({ columns: [], density: "compact" });
    const [told] = await auditsOf("list.arrange", analyst.actor.id);
    expect(told?.detail).toEqual({ list: "cases", columns: ["due", "person"], density: "comfortable" });
    await saveArrangement(analyst, { ...given, act: "reset" });
    expect(await arrangementOf(analyst, "cases")).toEqual({ columns: [], density: "compact" });
  });

  it("are refused for a list that one may not read", async () => {
    const given = arrangeInput.parse({ list: "audit", columns: [] });
    await expect(saveArrangement(support, given)).rejects.toThrow(Forbidden);
    await expect(arrangementOf(support, "audit")).rejects.toThrow(Forbidden);
  });
});

describe("a saved view", () => {
  it("keeps the filter as the address's own schema reads it: no nonsense, no place, no search", async () => {
    const state =
      "status=open&status=nonsense&fraudsters=yes&scoreMin=9999&sort=-openedAt&after=20001&q=helena&evil=1";
    const id = await created(analyst, { name: "Alertas", state });
    expect(await named(analyst, "Alertas")).toMatchObject({
      id,
      isShared: false,
      mayChange: true,
      params: { status: ["open"], fraudsters: ["yes"], sort: "-openedAt" },
    });
    const [stored] = await world.db.savedView.findMany({ where: { id }, select: { filter: true } });
    expect(Object.keys(Object(stored?.filter)).sort()).toEqual(["fraudsters", "sort", "status"]);
    expect(await auditsOf("view.create", id)).toEqual([
      { detail: { list: "cases", shared: false, opens: false, filters: 3 } },
    ]);
  });

  it("of one's own is nobody else's to see, use or change", async () => {
    const id = await created(analyst, { name: "Só minha", state: "status=open" });
    expect(await named(manager, "Só minha")).toBeUndefined();
    const unknown = { ok: false, failure: { code: "view_unknown" } };
    expect(await changeView(manager, { act: "rename", list: "cases", id, name: "x" })).toEqual(unknown);
    expect(await removeView(manager, { act: "remove", list: "cases", id })).toEqual(unknown);
    expect(await chooseView(manager, { act: "open_first", list: "cases", id })).toEqual(unknown);
  });

  it("of the team is made and changed by who hands out the work, and used by all", async () => {
    await expect(create(analyst, { name: "Equipe", state: "", shared: true })).rejects.toThrow(Forbidden);
    const id = await created(manager, { name: "Equipe", state: "priority=urgent", shared: true });
    expect(await named(analyst, "Equipe")).toMatchObject({ isShared: true, mayChange: false });
    const change = { act: "keep", list: "cases", id, state: "priority=high" } as const;
    expect((await changeView(analyst, change)).ok).toBe(false);
    const other = await ctxFor(world.db, "manager");
    expect((await changeView(other, change)).ok).toBe(true);
    expect((await named(analyst, "Equipe"))?.params).toMatchObject({ priority: ["high"] });
    expect((await chooseView(analyst, { act: "open_first", list: "cases", id })).ok).toBe(true);
    expect((await named(analyst, "Equipe"))?.opensFirst).toBe(true);
    expect((await named(manager, "Equipe"))?.opensFirst).toBe(false);
    // Whoever made it leads no more.
    const before = { ...manager, actor: { ...manager.actor, role: "analyst" as const } };
    expect(await named(before, "Equipe")).toMatchObject({ mayChange: false });
    expect((await changeView(before, change)).ok).toBe(false);
    expect((await removeView(before, { act: "remove", list: "cases", id })).ok).toBe(false);
    expect((await removeView(other, { act: "remove", list: "cases", id })).ok).toBe(true);
    expect((await viewsOf(analyst)).some(({ opensFirst }) => opensFirst)).toBe(false);
  });

  it("is not shown to a masked reader where it filters by what is hidden, nor kept by one", async () => {
    await created(manager, { name: "Fraude", state: "fraudsters=yes", shared: true });
    await created(manager, { name: "Em aprovação", state: "status=awaiting_approval", shared: true });
    await created(manager, { name: "Abertos", state: "status=open&sort=-openedAt", shared: true });
    const names = (await viewsOf(support)).map(({ name }) => name);
    expect(names).toContain("Abertos");
    expect(names).not.toContain("Fraude");
    expect(names).not.toContain("Em aprovação");
    await created(support, { name: "Minha", state: "status=open&fraudsters=yes&priority=urgent" });
    expect((await named(support, "Minha"))?.params).not.toHaveProperty("fraudsters");
    expect((await named(support, "Minha"))?.params).not.toHaveProperty("priority");
  });

  it("has a name that its owner uses once, and there are twelve at the most", async () => {
    const own = await ctxFor(world.db, "analyst");
    await created(own, { name: "Uma", state: "" });
    expect(await create(own, { name: "Uma", state: "" })).toEqual({
      ok: false,
      failure: { code: "view_name_taken" },
    });
    for (let i = 2; i <= 12; i += 1) await created(own, { name: `Visão ${i}`, state: "" });
    expect(await create(own, { name: "Mais uma", state: "" })).toEqual({
      ok: false,
      failure: { code: "views_full" },
    });
    expect(await viewsOf(own)).toHaveLength((await viewsOf(analyst)).length - 2 + 12);
  });

  it.each([
    ["reverifications", "state=unknown", () => analyst, () => support],
    ["processes", "state=failed", () => support, null],
    ["references", "origin=import", () => support, null],
    ["exports", "state=failed", () => analyst, () => support],
    ["audit", "action=case.decide", () => manager, () => analyst],
    ["users", "role=admin", () => admin, () => manager],
  ] as const)(
    "is kept of %s by who reads the list, and by nobody else",
    async (list, state, mine, others) => {
      const given = { act: "create", list, name: "Minha", state, shared: false, opens: true } as const;
      const made = await createView(mine(), given);
      const [kept] = (await readList(mine(), list)).views;
      expect(made).toEqual({ ok: true, value: { id: kept?.id } });
      const [name = "", value] = state.split("=");
      expect(kept).toMatchObject({ name: "Minha", opensFirst: true, params: { [name]: [value] } });
      // Of one list and no other.
      expect((await viewsOf(mine()).catch(() => [])).map(({ id }) => id)).not.toContain(kept?.id);
      if (!others) return;
      await expect(createView(others(), given)).rejects.toThrow(Forbidden);
      await expect(readList(others(), list)).rejects.toThrow(Forbidden);
      const change = { act: "open_first", list, id: kept?.id ?? "" } as const;
      await expect(chooseView(others(), change)).rejects.toThrow(Forbidden);
    },
  );

  it("of the team is made on each list by who leads there", async () => {
    const shared = async (ctx: UserCtx, list: ListName) =>
      createView(ctx, { act: "create", list, name: "Da equipe", state: "", shared: true, opens: false });
    for (const list of ["reverifications", "processes", "references", "exports", "audit"] as const) {
      expect((await shared(manager, list)).ok).toBe(true);
      expect((await readList(manager, list)).mayShare).toBe(true);
    }
    await expect(shared(analyst, "reverifications")).rejects.toThrow(Forbidden);
    await expect(shared(admin, "audit")).rejects.toThrow(Forbidden);
    expect((await readList(admin, "audit")).views).toMatchObject([{ name: "Da equipe", mayChange: false }]);
    expect((await shared(admin, "users")).ok).toBe(true);
    const over = { act: "create", list: "references", name: "Não combinam", opens: false } as const;
    await createView(manager, { ...over, state: "contradiction=several_people", shared: true });
    expect((await readList(support, "references")).views.map(({ name }) => name)).not.toContain(over.name);
    expect((await readList(analyst, "references")).views.map(({ name }) => name)).toContain(over.name);
  });

  it("counts what its list would show", async () => {
    const before = await countAuditEvents(manager, [
      {},
      { action: ["view.create"] },
      { actor: [support.actor.id] },
    ]);
    await created(support, { name: "Contada", state: "" });
    const after = await countAuditEvents(manager, [
      {},
      { action: ["view.create"] },
      { actor: [support.actor.id] },
    ]);
    expect(after.map(({ count }, i) => count - (before[i]?.count ?? 0))).toEqual([1, 1, 1]);
    expect(await countExports(analyst, [{}, { state: ["failed"] }])).toEqual([NONE, NONE]);
    expect(await countReferences(support, [{ contradiction: ["several_people"] }, {}])).toEqual([NONE, NONE]);
    expect(await countProcesses(support, [{}])).toEqual([NONE]);
    const people = await listPeople(admin, { ...peopleFilter.parse({}), role: ["support"] });
    expect(await countPeople(admin, [{ role: ["support"] }])).toEqual([
      { count: people.count, capped: false },
    ]);
  });

  it("is read from a form whose check boxes are off or on", () => {
    const form = { act: "create", list: "cases", name: "Uma", state: "" };
    expect(viewInput.parse(form)).toMatchObject({ shared: false, opens: false });
    expect(viewInput.parse({ ...form, shared: "on", opens: "on" })).toMatchObject({
      shared: true,
      opens: true,
    });
  });

  it.each(["", " ", "a".repeat(61), "a\0b"])("takes no name like %j", (name) => {
    expect(viewInput.safeParse({ act: "create", list: "cases", name, state: "" }).success).toBe(false);
  });
});
