import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { setHold } from "#lib/features/retention/holds.ts";
import { readSelfie } from "#lib/features/reverifications/selfies.ts";
import { removeErasedFiles, resumeErasure } from "#lib/features/titular/erased-files.ts";
import { eraseSubject } from "#lib/features/titular/erasing.ts";
import { readTitularStanding } from "#lib/features/titular/service.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { everyRow, findsIn } from "#tests/support/whole-database.ts";
import { aWholePerson } from "#tests/support/whole-person.ts";

let world: World;
let admin: UserCtx;
let manager: UserCtx;
let analyst: UserCtx;
const storage = memoryStorage();
beforeAll(async () => {
  world = await openWorld();
  admin = { ...(await ctxFor(world.db, "admin", { storage })), confirmedAt: new Date() };
  manager = await ctxFor(world.db, "manager", { storage });
  analyst = await ctxFor(world.db, "analyst", { storage });
});
afterAll(() => world.end());

describe("an erasure", () => {
  it("killed between the person and the files forgets nothing: page and job find what is left", async () => {
    const person = await aWholePerson(world.db, { analyst, storage });
    const { subjectId: subject, reverificationId } = person;
    const key = `selfies/${reverificationId}`;
    const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
    const dying = {
      ...storage,
      // Everything is written by now; of the rest nothing happens any more.
      remove: () => {
        reach();
        return new Promise<void>(() => {});
      },
    };
    void eraseSubject({ ...admin, storage: dying }, { subject, reason: "titular_asked" });
    await reached;
    expect(findsIn(await everyRow(world.url), [person.name, person.cpf, person.email, person.phone])).toEqual(
      [],
    );
    expect(await storage.get(key)).not.toBeNull();
    // From the first moment on nobody is shown it.
    expect(await readSelfie(manager, reverificationId)).toBeNull();
    expect(await readTitularStanding(admin, subject)).toMatchObject({ filesLeft: 1 });
    const told = () =>
      world.db.auditEvent.findMany({
        where: { action: "subject.erase", entityId: subject },
        orderBy: { seq: "asc" },
      });
    expect((await told()).map(({ detail }) => detail)).toMatchObject([
      { selfies: 1, reason: "titular_asked" },
    ]);
    const jobs = await withClient(world.url, (client) =>
      client.query("SELECT task_identifier FROM graphile_worker.jobs WHERE key = $1", [
        `remove-erased-files:${subject}`,
      ]),
    );
    expect(jobs.rows).toEqual([{ task_identifier: "remove-erased-files" }]);
    await removeErasedFiles(programCtx(world.db, { storage }));
    expect(await storage.get(key)).toBeNull();
    expect(await readTitularStanding(admin, subject)).toMatchObject({ filesLeft: 0 });
    expect((await told()).at(-1)).toMatchObject({
      actorKind: "program",
      detail: { step: "file", reverification: reverificationId },
    });
    await removeErasedFiles(programCtx(world.db, { storage }), subject);
    expect(await told()).toHaveLength(2);
  });

  it("and a legal hold cannot both be: whoever comes second is told", async () => {
    const [first, second] = [
      await aWholePerson(world.db, { analyst, storage }),
      await aWholePerson(world.db, { analyst, storage }),
    ];
    await eraseSubject(admin, { subject: first.subjectId, reason: "titular_asked" });
    expect(await setHold(admin, { subject: first.subjectId, reason: "claim" })).toEqual({
      ok: false,
      failure: { code: "erased" },
    });
    const both = await Promise.all([
      setHold(admin, { subject: second.subjectId, reason: "claim" }),
      eraseSubject(admin, { subject: second.subjectId, reason: "titular_asked" }),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("that the storage refuses is told of and can be resumed by hand", async () => {
    const { subjectId: subject, reverificationId } = await aWholePerson(world.db, { analyst, storage });
    const broken = { ...storage, remove: () => Promise.reject(new Error("the folder is read-only")) };
    const stuck = { ...admin, storage: broken };
    const erased = await eraseSubject(stuck, { subject, reason: "titular_asked" });
    expect(erased).toMatchObject({ ok: true, value: { left: 1 } });
    expect(await resumeErasure(stuck, { subject })).toEqual({ ok: false, failure: { code: "files_left" } });
    const failed = await world.db.auditEvent.findMany({
      where: { action: "subject.erase", entityId: subject, outcome: "failed" },
    });
    expect(failed.map(({ detail }) => detail)).toEqual([
      { step: "file", left: 1 },
      { step: "file", left: 1 },
    ]);
    await expect(resumeErasure(manager, { subject })).rejects.toThrow(Forbidden);
    expect(await resumeErasure(admin, { subject })).toEqual({ ok: true, value: null });
    expect(await storage.get(`selfies/${reverificationId}`)).toBeNull();
  });
});
