import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listHandedOver } from "#lib/features/cases/handed-over.ts";
import { askForList, cancelList } from "#lib/features/lookups/asking.ts";
import { listItems, listLists, readList } from "#lib/features/lookups/reading.ts";
import { createListRunner } from "#lib/features/lookups/running.ts";
import { listInput } from "#lib/features/lookups/schema.ts";
import { itemFilter, listsAddress } from "#lib/features/lookups/table-schema.ts";
import { listSeenFlows } from "#lib/features/processes/table.ts";
import { type Company, openCompany } from "#tests/integration/fences/branches.ts";
import { programCtx } from "#tests/support/ctx.ts";
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
