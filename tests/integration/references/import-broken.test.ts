import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tx } from "#lib/db/client.ts";
import { type Copier, openCopier } from "#lib/db/copying.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { mergeImports } from "#lib/features/references/import-merging.ts";
import { overwritePerson } from "#lib/features/titular/repository.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { auditOf } from "#tests/support/events.ts";
import { aCpf, aSubject } from "#tests/support/factories.ts";
import { bringIn, csvOf, send } from "#tests/support/references.ts";

let world: World;
let manager: UserCtx;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());
const asManager = async () => {
  manager = await ctxFor(world.db, "manager");
  return manager;
};
const line = (reference: string, cpf: string) => `${reference};${cpf};;;;;`;

const age = (id: string) => world.db.$executeRaw`
  UPDATE reference_import SET touched_at = touched_at - interval '2 hours' WHERE id = ${id}::uuid`;

/** Long after the end of the upload is known, if nobody waits for what is being written. */
const LATE_MS = 200;

describe("an import that is broken off", () => {
  const many = (count: number) => csvOf(...Array.from({ length: count }, () => line(randomUUID(), aCpf())));

  it("while it is sent leaves nothing, says so, and can be begun again", async () => {
    const file = many(6_000);
    async function* broken() {
      yield file.subarray(0, 250_000);
      throw new Error("the line is dead");
    }
    const before = await world.db.referenceProcess.count();
    await expect(send(world, await asManager(), broken())).rejects.toThrow("the upload broke off");
    const row = await world.db.referenceImport.findFirstOrThrow({ where: { startedById: manager.actor.id } });
    expect(row.state).toBe("interrupted");
    expect(await world.db.referenceImportLine.count()).toBe(0);
    expect(await world.db.referenceProcess.count()).toBe(before);
    expect((await auditOf(world.db, row.id)).at(-1)).toMatchObject({
      action: "reference.import_end",
      outcome: "failed",
    });
    expect(await bringIn(world, manager, file)).toMatchObject({ state: "done", addedCount: 6_000 });
  });

  it("while it is sent leaves nothing either of what is still being written then", async () => {
    const brokenOff = Promise.withResolvers<void>();
    async function* broken() {
      // More than a batch, and less than two: the second would wait for the first.
      yield many(700);
      setTimeout(brokenOff.resolve, LATE_MS);
      throw new Error("the line is dead");
    }
    const copier = openCopier(world.url);
    const copies: Promise<void>[] = [];
    const late: Copier = {
      ...copier,
      copy(target, rows) {
        const copied = brokenOff.promise.then(() => copier.copy(target, rows));
        copies.push(copied);
        return copied;
      },
    };
    const sent = send(world, await asManager(), broken(), "right", late);
    await expect(sent).rejects.toThrow("the upload broke off");
    expect((await Promise.allSettled(copies)).length).toBeGreaterThan(0);
    await copier.end();
    expect(await world.db.referenceImportLine.count()).toBe(0);
  });

  it("by a killed process is ended by the next run, and what a killed job began is not there", async () => {
    const ctx = await asManager();
    const file = many(50);
    const id = await send(world, ctx, file);
    // The connection of the job is gone in the middle of its transaction.
    await withClient(world.url, async (client) => {
      await client.query("BEGIN");
      await client.query(
        `INSERT INTO subject (id, cpf, cpf_index) SELECT subject_id, cpf, cpf_index FROM reference_import_line WHERE import_id = $1`,
        [id],
      );
    });
    expect(await world.db.referenceImport.findUnique({ where: { id } })).toMatchObject({ state: "ready" });
    await mergeImports(programCtx(world.db));
    expect(await world.db.referenceImport.findUnique({ where: { id } })).toMatchObject({
      state: "done",
      addedCount: 50,
    });

    const dead = randomUUID();
    await world.db.referenceImport.create({
      data: { id: dead, mode: "all", startedById: ctx.actor.id, startedAt: new Date() },
    });
    await mergeImports(programCtx(world.db));
    expect(await world.db.referenceImport.findUnique({ where: { id: dead } })).toMatchObject({
      state: "reading",
    });
    await world.db
      .$executeRaw`UPDATE reference_import SET touched_at = touched_at - interval '11 minutes' WHERE id = ${dead}::uuid`;
    await mergeImports(programCtx(world.db));
    expect(await world.db.referenceImport.findUnique({ where: { id: dead } })).toMatchObject({
      state: "interrupted",
    });
  });

  it("by nobody, and only left lying ready for hours, is brought in all the same", async () => {
    const id = await send(world, await asManager(), many(3));
    await age(id);
    await mergeImports(programCtx(world.db));
    expect(await world.db.referenceImport.findUnique({ where: { id } })).toMatchObject({
      state: "done",
      addedCount: 3,
    });
  });

  it("by what fails again and again is given up after an hour, and no sooner", async () => {
    const id = await send(world, await asManager(), many(3));
    const other = await aSubject(world.db);
    await world.db.referenceImportLine.updateMany({ where: { importId: id }, data: { subjectId: other.id } });
    const stateOf = async () => (await world.db.referenceImport.findUnique({ where: { id } }))?.state;
    await expect(mergeImports(programCtx(world.db))).rejects.toThrow();
    expect(await stateOf()).toBe("ready");
    await age(id);
    await expect(mergeImports(programCtx(world.db))).rejects.toThrow();
    expect(await stateOf()).toBe("interrupted");
    await mergeImports(programCtx(world.db));
  });

  it.each(["right", "all"] as const)(
    "by the erasure of one of its people brings nobody back, sent for %s lines",
    async (mode) => {
      const ctx = await asManager();
      const [cpf, other] = [aCpf(), aCpf()];
      await bringIn(world, ctx, csvOf(line(randomUUID(), cpf)));
      const id = await send(world, ctx, csvOf(line(randomUUID(), cpf), line(randomUUID(), other)), mode);
      const known = await world.db.referenceImportLine.findFirstOrThrow({ where: { importId: id, line: 2 } });
      await world.db.$transaction((tx) => overwritePerson(tx, ctx.vault, known.subjectId, new Date()));
      await mergeImports(programCtx(world.db));
      expect(await world.db.referenceImport.findUnique({ where: { id } })).toMatchObject({
        state: mode === "all" ? "refused" : "done",
        rightCount: 1,
        refusedCount: 1,
        addedCount: mode === "all" ? 0 : 1,
      });
      expect(await world.db.referenceImportRefusal.findMany({ where: { importId: id } })).toMatchObject([
        { line: 2, field: "cpf", reason: "person_erased" },
      ]);
      expect(await world.db.subject.count({ where: { cpfIndex: ctx.vault.indexOf(cpf) } })).toBe(0);
    },
  );

  it("by a crash of PostgreSQL, which empties what lay ready, is interrupted and never half done", async () => {
    const id = await send(world, await asManager(), many(20));
    await withClient(world.url, (client) =>
      client.query("DELETE FROM reference_import_line WHERE import_id = $1 AND line > 10", [id]),
    );
    await mergeImports(programCtx(world.db));
    expect(await world.db.referenceImport.findUnique({ where: { id } })).toMatchObject({
      state: "interrupted",
      addedCount: 0,
    });
  });

  it.each(["limited", "demoted"] as const)(
    "by whoever sent it being %s while it is brought in leaves nothing of it, and says why",
    async (how) => {
      const ctx = await asManager();
      const { id: subsidiaryId } = await world.db.subsidiary.create({
        data: { id: randomUUID(), name: `Filial ${randomUUID()}` },
      });
      const id = await send(world, ctx, many(3));
      const change = () =>
        how === "limited"
          ? world.db.userSubsidiary.create({ data: { userId: ctx.actor.id, subsidiaryId } })
          : world.db.user.update({ where: { id: ctx.actor.id }, data: { role: "analyst" } });
      let isChanged = false;
      const $transaction = (run: (tx: Tx) => Promise<unknown>, options: object) =>
        world.db.$transaction(
          (tx) =>
            run(
              new Proxy(tx, {
                get: (of, name) =>
                  name === "$executeRaw"
                    ? async (parts: TemplateStringsArray, ...values: unknown[]) => {
                        if (!isChanged && parts.join("").includes("INSERT INTO reference_process")) {
                          isChanged = true;
                          await change();
                        }
                        return of.$executeRaw(parts, ...values);
                      }
                    : Reflect.get(of, name),
              }),
            ),
          options,
        );
      const db = new Proxy(world.db, {
        get: (of, name) => (name === "$transaction" ? $transaction : Reflect.get(of, name)),
      });
      await mergeImports(programCtx(world.db, { db }));
      expect(isChanged).toBe(true);
      expect(await world.db.referenceImport.findUnique({ where: { id } })).toMatchObject({
        state: "refused",
        problem: how === "limited" ? "branches_changed" : "not_allowed",
        addedCount: 0,
      });
      expect(await world.db.referenceProcess.count({ where: { importId: id } })).toBe(0);
      expect((await auditOf(world.db, id)).map(({ action }) => action)).toEqual([
        "reference.import",
        "reference.import_end",
      ]);
    },
  );

  it("where its end cannot be told does not end: the job tries again", async () => {
    const id = await send(world, await asManager(), many(5));
    const silent = programCtx(world.db, {
      request: { id: "no uuid", address: null },
    });
    await expect(mergeImports(silent)).rejects.toThrow();
    expect(await world.db.referenceProcess.count({ where: { importId: id } })).toBe(0);
    await mergeImports(programCtx(world.db));
    expect(await world.db.referenceProcess.count({ where: { importId: id } })).toBe(5);
  });
});
