import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { askForList, cancelList } from "#lib/features/lookups/asking.ts";
import { listItems, listLists, readList } from "#lib/features/lookups/reading.ts";
import { MOST_IDS, MOST_UNDER_WAY } from "#lib/features/lookups/rules.ts";
import { listInput } from "#lib/features/lookups/schema.ts";
import { itemFilter, listsAddress } from "#lib/features/lookups/table-schema.ts";
import { readProcessPage } from "#lib/features/processes/page.ts";
import { listProcesses } from "#lib/features/processes/table.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import type { ReadTrouble } from "#lib/unico/failures.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCpf } from "#tests/support/factories.ts";
import { ask, ids, listsOver, statesOf } from "./lists.ts";
import { sayingOf } from "./unico.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());
const { run, auditOf } = listsOver(() => world.db);

describe("a list", () => {
  it("is looked up whole, each id once and in its lane, in the name of who asked; and is told", async () => {
    const support = await ctxFor(world.db, "support");
    const given = ids(61);
    const id = await ask(support, `${given.join("\n")}\n${given[3]}\n5d2c07e9-6b18-4a3f\nnada`);
    const { unico, asked, lanes } = sayingOf();
    await run(unico);
    expect(asked.toSorted()).toEqual(given.toSorted());
    expect([...lanes]).toEqual(["batch"]);
    const list = await readList(support, id);
    expect(list).toMatchObject({ ids: 61, repeated: 1, ending: "finished", waiting: 0, isOwn: true });
    expect(list?.refusedLines).toEqual([
      { line: 63, why: "short", said: "5d2c07e9-6b18-4a3f" },
      { line: 64, why: "none", said: null },
    ]);
    expect(await statesOf(support, id)).toEqual({ done: 61 });
    const [first = ""] = given;
    const page = await readProcessPage(support, first);
    expect(page?.looks.map(({ by }) => by)).toEqual([support.actor.name]);

    expect(await auditOf(id)).toMatchObject([
      { action: "list.ask", actorId: support.actor.id, detail: { ids: 61, repeated: 1, refused: 2 } },
      { action: "list.end", actorId: support.actor.id, detail: { ending: "finished", done: 61, left: 0 } },
    ]);
    const looks = await world.db.auditEvent.findMany({
      where: { action: "process.lookup", entityId: { in: given } },
    });
    expect(looks).toHaveLength(61);
    for (const { actorId, sessionId, detail } of looks) {
      expect({ actorId, sessionId }).toEqual({
        actorId: support.actor.id,
        sessionId: support.actor.sessionId,
      });
      expect(detail).toMatchObject({ listId: id, source: "unico" });
    }
  });

  it("is shown by line, with what became of each id", async () => {
    const analyst = await ctxFor(world.db, "analyst");
    const [a = "", b = "", c = "", d = "", e = "", f = ""] = ids(6);
    const said = new Map<string, "CREATED" | ReadTrouble>([
      [b, "CREATED"],
      [c, { kind: "not_found" }],
      [d, { kind: "gone" }],
      [e, { kind: "refused", unicoCode: null, httpStatus: 400 }],
    ]);
    const id = await ask(analyst, [a, b, c, d, e, f].join(", "));
    await run(sayingOf(said).unico);
    const shown = async (params: object) =>
      (await listItems(analyst, { id }, itemFilter.parse(params))).rows.map(({ processId }) => processId);
    expect(await shown({})).toEqual([a, b, c, d, e, f]);
    expect(await shown({ sort: "-line" })).toEqual([f, e, d, c, b, a]);
    expect(await shown({ look: "not_found" })).toEqual([c]);
    expect(await shown({ look: ["gone", "refused"] })).toEqual([d, e]);
    expect(await shown({ outcome: "wait" })).toEqual([b]);
    expect(await shown({ outcome: ["approve"] })).toEqual([a, f]);
    expect(await shown({ look: "done", outcome: "wait" })).toEqual([b]);
    expect(await shown({ look: "waiting" })).toEqual([]);
    // Among everything seen, with all its filters.
    const among = (params: object) => listProcesses(analyst, processFilter.parse({ list: id, ...params }));
    expect((await among({})).rows.map((row) => row.id).toSorted()).toEqual([a, b, f].toSorted());
    expect((await among({ state: "created" })).rows.map((row) => row.id)).toEqual([b]);
    const { rows } = await listItems(analyst, { id }, itemFilter.parse({}));
    expect(rows.map(({ line, trouble, process }) => [line, trouble, process?.outcome])).toEqual([
      [1, null, "approve"],
      [1, null, "wait"],
      [1, "not_found", undefined],
      [1, "gone", undefined],
      [1, "refused", undefined],
      [1, null, "approve"],
    ]);
  });

  it("asks nothing for what is over and kept, and again for what is open", async () => {
    const support = await ctxFor(world.db, "support");
    const [over = "", open = ""] = ids(2);
    const said = new Map([[open, "CREATED" as const]]);
    await ask(support, `${over} ${open}`);
    await run(sayingOf(said).unico);
    const id = await ask(support, `${over} ${open}`);
    const { unico, asked } = sayingOf(said);
    await run(unico, () => new Date(Date.now() + 3_600_000));
    expect(asked).toEqual([open]);
    expect(await statesOf(support, id)).toEqual({ done: 2 });
    expect((await auditOf(over)).map(({ detail }) => detail)).toMatchObject([
      { source: "unico" },
      { source: "snapshot", listId: id },
    ]);
  });
});

describe("who asks", () => {
  it("is refused what cannot be read, and told why", async () => {
    const support = await ctxFor(world.db, "support");
    const fileOf = (bytes: Uint8Array<ArrayBuffer>) =>
      listInput.parse({ file: new File([bytes], "ids.csv") });
    const refusalOf = async (input: Parameters<typeof askForList>[1]) => {
      const asked = await askForList(support, input);
      return asked.ok ? null : asked.failure;
    };
    expect(await refusalOf(listInput.parse({ processIds: "nothing here" }))).toEqual({ code: "no_ids" });
    expect(await refusalOf(fileOf(new Uint8Array([0x50, 0x4b, 3, 4])))).toEqual({ code: "workbook" });
    expect(await refusalOf(fileOf(new Uint8Array([1, 0, 2])))).toEqual({ code: "not_text" });
    const many = listInput.parse({ processIds: ids(MOST_IDS + 1).join("\n") });
    expect(await refusalOf(many)).toEqual({ code: "too_many_ids", count: MOST_IDS + 1 });
    expect(listInput.safeParse({ processIds: " ", file: new File([], "") }).error?.issues[0]?.message).toBe(
      "field.ids",
    );
    expect(
      listInput.safeParse({ processIds: "x", file: new File(["x"], "a") }).error?.issues[0],
    ).toMatchObject({
      path: ["file"],
      message: "field.idsBoth",
    });
    expect(await world.db.lookUpList.count({ where: { askedById: support.actor.id } })).toBe(0);
  });

  it("uploads a file as they would paste it, and a CPF in it is kept nowhere", async () => {
    const support = await ctxFor(world.db, "support");
    const [a = "", b = ""] = ids(2);
    const cpf = aCpf();
    const text = `id;nome;cpf\n${a};Ana;${cpf}\n${b};Bia;${cpf}\n${cpf};Caio;${cpf}`;
    const asked = await askForList(support, listInput.parse({ file: new File([text], "ids.csv") }));
    const id = asked.ok ? asked.value.id : "";
    expect(
      await world.db.lookUpItem.findMany({ where: { listId: id }, orderBy: { id: "asc" } }),
    ).toMatchObject([
      { processId: a, line: 2 },
      { processId: b, line: 3 },
    ]);
    const list = await readList(support, id);
    expect(list?.refusedLines).toEqual([{ line: 4, why: "none", said: null }]);
    expect(inspect([list, await auditOf(id)], { depth: null })).not.toContain(cpf);
    await cancelList(support, { list: id });
  });

  it("has so many under way and no more, also when asking at once", async () => {
    const support = await ctxFor(world.db, "support");
    const all = await Promise.all(
      Array.from({ length: 6 }, () => askForList(support, listInput.parse({ processIds: randomUUID() }))),
    );
    expect(all.filter(({ ok }) => ok)).toHaveLength(MOST_UNDER_WAY);
    expect(all.flatMap((each) => (each.ok ? [] : each.failure.code))).toEqual([
      "under_way",
      "under_way",
      "under_way",
    ]);
    const seventh = await askForList(support, listInput.parse({ processIds: randomUUID() }));
    expect(seventh).toMatchObject({ ok: false, failure: { code: "too_many" } });
    await run(sayingOf().unico);
  });

  it("sees their own lists; a manager sees and stops those of all", async () => {
    const [support, analyst, manager, admin] = await Promise.all(
      (["support", "analyst", "manager", "admin"] as const).map((role) => ctxFor(world.db, role)),
    );
    if (!support || !analyst || !manager || !admin) throw new Error("nobody");
    const id = await ask(support, ids(2).join("\n"));
    const own = listsAddress.parse({});
    expect((await listLists(support, own)).rows).toMatchObject([{ id, waiting: 2, ids: 2, refused: 0 }]);
    expect((await listLists(analyst, own)).rows).toEqual([]);
    expect((await listLists(manager, own)).rows.map((row) => row.id)).toContain(id);
    expect(await readList(analyst, id)).toBeNull();
    expect(await readList(manager, id)).toMatchObject({ id, isOwn: false });
    expect(await readList(support, "nonsense")).toBeNull();
    expect(await cancelList(analyst, { list: id })).toEqual({ ok: false, failure: { code: "over" } });
    expect(await cancelList(manager, { list: id })).toEqual({ ok: true, value: { left: 2 } });
    for (const act of [
      () => askForList(admin, listInput.parse({ processIds: randomUUID() })),
      () => cancelList(admin, { list: id }),
      () => readList(admin, id),
      () => listItems(admin, { id }, itemFilter.parse({})),
      () => listLists(admin, own),
    ])
      await expect(act()).rejects.toThrow(Forbidden);
  });
});
