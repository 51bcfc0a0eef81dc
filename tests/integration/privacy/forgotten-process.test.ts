import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { readForgottenProcess } from "#lib/features/processes/forgotten.ts";
import { readProcessPage } from "#lib/features/processes/page.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { eraseSubject } from "#lib/features/titular/erasing.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { addSnapshot, aPerson } from "#tests/support/privacy.ts";

let world: World;
let support: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  support = await ctxFor(world.db, "support");
});
afterAll(() => world.end());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

it("a process whose last answer passed its days is still there, with its result and in words", async () => {
  const person = await aPerson(world.db);
  const id = await person.lookedUpBy(support, { takenAt: daysAgo(400) });
  expect(await readForgottenProcess(support, id)).toBeNull();
  await runRetention(programCtx(world.db));
  expect(await readProcessPage(support, id)).toBeNull();
  const forgotten = await readForgottenProcess(support, id);
  expect(forgotten).toMatchObject({ id, outcome: "approve", keptDays: 365, erasedAt: null });
  expect(JSON.stringify(forgotten)).not.toContain(person.name);
  const [event] = await world.db.auditEvent.findMany({ where: { action: "process.view", entityId: id } });
  expect([event?.actorId, event?.detail]).toEqual([support.actor.id, { snapshotId: null }]);
  expect(await readForgottenProcess(support, randomUUID())).toBeNull();
  expect(await readForgottenProcess(support, "no id")).toBeNull();
  await expect(readForgottenProcess(await ctxFor(world.db, "admin"), id)).rejects.toThrow(Forbidden);
});

it("says that the answers went with a person who was erased", async () => {
  const person = await aPerson(world.db);
  const id = await person.lookedUpBy(support);
  const admin = { ...(await ctxFor(world.db, "admin")), confirmedAt: new Date() };
  await eraseSubject(admin, { subject: person.subjectId, reason: "titular_asked" });
  expect((await readForgottenProcess(support, id))?.erasedAt).toEqual(expect.any(Date));
});

it("a look-up is the first only where it was, and not where the ones before it are gone", async () => {
  const { cpf, name, email, phone, subjectId } = await aPerson(world.db);
  const processId = randomUUID();
  const firstSeenAt = daysAgo(400);
  await world.db.process.create({
    data: { id: processId, subjectId, outcome: "approve", state: "PROCESS_STATE_FINISHED", firstSeenAt },
    select: { id: true },
  });
  for (const takenAt of [firstSeenAt, daysAgo(2)])
    await addSnapshot(support, { processId, takenAt, person: { cpf, name, email, phone } });
  const looks = async () => (await readProcessPage(support, processId))?.looks;
  expect(await looks()).toMatchObject([
    { changes: [], isFirst: false },
    { changes: null, isFirst: true },
  ]);
  await runRetention(programCtx(world.db));
  expect(await looks()).toMatchObject([{ changes: null, isFirst: false }]);
});
