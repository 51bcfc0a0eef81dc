import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listHandedOver } from "#lib/features/cases/handed-over.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askForList, cancelList } from "#lib/features/lookups/asking.ts";
import { listItems, listLists, readList } from "#lib/features/lookups/reading.ts";
import { createListRunner } from "#lib/features/lookups/running.ts";
import { listInput } from "#lib/features/lookups/schema.ts";
import { itemFilter, listsAddress } from "#lib/features/lookups/table-schema.ts";
import { listOwnRecent } from "#lib/features/processes/page.ts";
import { lookUpProcess, refreshProcess } from "#lib/features/processes/service.ts";
import { listProcesses, listSeenFlows } from "#lib/features/processes/table.ts";
import { processFilter } from "#lib/features/processes/table-schema.ts";
import { type Company, openCompany } from "#tests/integration/fences/branches.ts";
import { ctxFor, programCtx } from "#tests/support/ctx.ts";
import { sayingOf } from "./unico.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany(2);
});
afterAll(() => company.end());

it("who is limited to a branch looks lists up as others do: processes are of none", async () => {
  const limited = await company.personOf("support", company.branches.slice(0, 1));
  const [a, b] = [randomUUID(), randomUUID()];
  const asked = await askForList(limited, listInput.parse({ processIds: `${a} ${b}` }));
  const id = asked.ok ? asked.value.id : "";
  await createListRunner()(programCtx(company.db, { unico: sayingOf().unico }));
  expect(await readList(limited, id)).toMatchObject({ ending: "finished", waiting: 0 });
  expect((await listItems(limited, { id }, itemFilter.parse({}))).rows).toMatchObject([
    { processId: a, process: { outcome: "approve" } },
    { processId: b, process: { outcome: "approve" } },
  ]);
  expect((await listLists(limited, listsAddress.parse({}))).rows.map((row) => row.id)).toEqual([id]);
  expect(await cancelList(limited, { list: id })).toEqual({ ok: false, failure: { code: "over" } });
  expect(await listSeenFlows(limited)).toEqual([]);
  expect(await listHandedOver(limited)).toEqual([]);
  const looks = await company.db.auditEvent.findMany({ where: { action: "process.lookup" } });
  expect(looks.map(({ actorId }) => actorId)).toEqual([limited.actor.id, limited.actor.id]);
});

it("a list is of who asked: others see neither it nor what it found, but managers of everything", async () => {
  const asker = await company.personOf("analyst", []);
  const whole = { ...asker, actor: { ...asker.actor, scope: null }, db: company.db, readDb: company.db };
  const asked = await askForList(whole, listInput.parse({ processIds: randomUUID() }));
  const id = asked.ok ? asked.value.id : "";
  await createListRunner()(programCtx(company.db, { unico: sayingOf().unico }));
  const among = async (ctx: UserCtx) =>
    (await listProcesses(ctx, processFilter.parse({ list: id }))).rows.length;
  const limited = await company.personOf("manager", company.branches.slice(0, 1));
  const [manager, other] = [await ctxFor(company.db, "manager"), await ctxFor(company.db, "analyst")];
  expect([await readList(whole, id), await readList(manager, id)]).toMatchObject([{ id }, { id }]);
  expect([await readList(limited, id), await readList(other, id)]).toEqual([null, null]);
  expect((await listLists(limited, listsAddress.parse({}))).rows).toEqual([]);
  expect(await Promise.all([whole, manager, limited, other].map(among))).toEqual([1, 1, 0, 0]);
});

it("what came of a list is none of the last look-ups of who asked", async () => {
  const { unico } = sayingOf();
  const person = { ...(await ctxFor(company.db, "support")), unico };
  const single = randomUUID();
  await lookUpProcess(person, { processId: single });
  const many = Array.from({ length: 201 }, () => randomUUID());
  await askForList(person, listInput.parse({ processIds: many.join(" ") }));
  await createListRunner()(programCtx(company.db, { unico }));
  expect((await listOwnRecent(person)).map((each) => each.id)).toEqual([single]);
  const [again = ""] = many;
  await refreshProcess(person, { processId: again });
  expect((await listOwnRecent(person)).map((each) => each.id)).toEqual([again, single]);
});
