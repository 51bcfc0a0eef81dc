import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { changeView, chooseView, createView, removeView } from "#lib/features/views/service.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";

let world: World;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  manager = await ctxFor(world.db, "manager");
});
afterAll(() => world.end());

const list = "cases";
const toldOf = async (id: string) =>
  (
    await world.db.auditEvent.findMany({
      where: { entityType: "view", entityId: id },
      orderBy: { seq: "asc" },
      select: { action: true, actorId: true, outcome: true, detail: true },
    })
  ).map(({ actorId, outcome, ...told }) => {
    expect({ actorId, outcome }).toEqual({ actorId: manager.actor.id, outcome: "done" });
    return told;
  });

async function aView(name: string): Promise<string> {
  const given = { act: "create", list, state: "status=open", shared: true, opens: false } as const;
  const made = await createView(manager, { ...given, name });
  if (!made.ok) throw new Error(made.failure.code);
  return made.value.id;
}

it("all that is done with a view is told, and nothing that was typed", async () => {
  const id = await aView("Nome que alguém digitou");
  await changeView(manager, { act: "rename", list, id, name: "Outro nome digitado" });
  await changeView(manager, { act: "keep", list, id, state: "priority=urgent" });
  await chooseView(manager, { act: "open_first", list, id });
  await chooseView(manager, { act: "open_first_no_more", list, id });
  await removeView(manager, { act: "remove", list, id });
  const told = await toldOf(id);
  expect(told).toEqual([
    { action: "view.create", detail: { list, shared: true, opens: false, filters: 2 } },
    { action: "view.change", detail: { list, act: "rename", shared: true } },
    { action: "view.change", detail: { list, act: "keep", shared: true } },
    { action: "view.choose", detail: { list, act: "open_first" } },
    { action: "view.choose", detail: { list, act: "open_first_no_more" } },
    { action: "view.remove", detail: { list, shared: true } },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/digit/);
});

it("what is refused changes nothing, and nothing is told of it", async () => {
  const id = await aView("De outra pessoa");
  const analyst = await ctxFor(world.db, "analyst");
  expect((await changeView(analyst, { act: "rename", list, id, name: "Minha" })).ok).toBe(false);
  expect((await removeView(analyst, { act: "remove", list, id })).ok).toBe(false);
  expect((await toldOf(id)).map(({ action }) => action)).toEqual(["view.create"]);
});
