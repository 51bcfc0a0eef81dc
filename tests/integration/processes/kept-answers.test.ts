import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Tx } from "#lib/db/client.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listOwnRecent, readProcessPage } from "#lib/features/processes/page.ts";
import { lookUpProcess, refreshProcess } from "#lib/features/processes/service.ts";
import { openRaw } from "#lib/features/processes/snapshot.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { mayReveal } from "#lib/features/revealing/service.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { ctxFor, openWorld, programCtx, testVault, type World } from "#tests/support/ctx.ts";
import { auditOf } from "#tests/support/events.ts";
import { aDocument, answering } from "./answers.ts";

let world: World;
let support: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  support = await ctxFor(world.db, "support");
});
afterAll(() => world.end());

describe("an answer that is kept", () => {
  it("is one's own where a kept answer was shown, until that answer is no longer kept", async () => {
    const document = aDocument();
    const { unico, asked } = answering(document);
    const other = { ...(await ctxFor(world.db, "support")), unico };
    const own = { ...(await ctxFor(world.db, "support")), unico };
    await lookUpProcess(other, { processId: document.id });
    expect(await mayReveal(own, "process", document.id)).toBe(false);
    await lookUpProcess(own, { processId: document.id });
    await lookUpProcess(own, { processId: document.id });
    expect(asked).toHaveLength(1);
    expect(await mayReveal(own, "process", document.id)).toBe(true);
    expect((await listOwnRecent(own)).map(({ id }) => id)).toEqual([document.id]);
    // The answer is past its days, and the look goes with it.
    const kept = { processId: document.id };
    const long = () => new Date(Date.now() - 400 * 86_400_000);
    const old = aDocument();
    await lookUpProcess({ ...other, unico: answering(old).unico, now: long }, { processId: old.id });
    await lookUpProcess({ ...own, unico: answering(old).unico }, { processId: old.id });
    await runRetention(programCtx(world.db));
    expect(await world.db.processLook.count({ where: { processId: old.id } })).toBe(0);
    expect(await mayReveal(own, "process", old.id)).toBe(false);
    expect(await world.db.processLook.count({ where: kept })).toBe(1);
  });

  it.each(["is gone", "is being removed"])(
    "asks Unico where the kept answer %s by the time that it is shown",
    async (how) => {
      const document = aDocument();
      const { unico, asked } = answering(document);
      const other = { ...(await ctxFor(world.db, "support")), unico };
      const own = { ...(await ctxFor(world.db, "support")), unico };
      const input = { processId: document.id };
      await lookUpProcess(other, input);
      const looked = await withClient(world.url, async (purge) => {
        await purge.query("BEGIN");
        await purge.query("DELETE FROM process_snapshot WHERE process_id = $1", [document.id]);
        if (how === "is being removed") {
          const looking = lookUpProcess(own, input);
          await expect
            .poll(
              async () => {
                const { rows } = await purge.query(
                  "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))",
                );
                return rows.length;
              },
              { timeout: 30_000 },
            )
            .toBe(1);
          await purge.query("COMMIT");
          return looking;
        }
        let isPurged = false;
        const programDb = new Proxy(world.db, {
          get: (of, name) =>
            name === "$transaction" && !isPurged
              ? async (run: (tx: Tx) => Promise<unknown>) => {
                  isPurged = true;
                  await purge.query("COMMIT");
                  return world.db.$transaction(run);
                }
              : Reflect.get(of, name),
        });
        return lookUpProcess({ ...own, programDb }, input);
      });
      expect(looked).toMatchObject({ ok: true, value: { trouble: null } });
      expect(asked).toHaveLength(2);
      expect((await auditOf(world.db, document.id)).map(({ detail }) => detail)).toMatchObject([
        { source: "unico" },
        { source: "unico" },
      ]);
      expect(await mayReveal(own, "process", document.id)).toBe(true);
    },
  );

  it.each([
    ["a list", [{ name: "Zilda Sintética", cpf: "70101010192" }], "(list)"],
    ["objects", { authenticationResult: { name: "Zilda" }, livenessResult: ["Zilda"] }, "(object)"],
    ["a text of 8 kB", "Zilda ".repeat(1_400), "(text)"],
    ["a CPF", "701.010.101-92", "(text)"],
    ["a CPF as a number", { authenticationResult: 70101010192 }, "(text)"],
  ])("keeps nothing in clear of results that are %s", async (_name, authenticationInfo, kept) => {
    const { id, raw } = aDocument();
    const { process } = JSON.parse(raw);
    const long = randomBytes(8_000).toString("base64");
    const odd = { process: { ...process, flow: long, result: `Zilda ${long}`, authenticationInfo } };
    const { unico } = answering({ id, raw: JSON.stringify(odd) });
    expect(await lookUpProcess({ ...support, unico }, { processId: id })).toMatchObject({ ok: true });
    const row = await world.db.process.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ outcome: "review", result: "(text)", authentication: kept });
    expect(JSON.stringify(row)).not.toMatch(/Zilda|70101010192|701\.010/);
    const [snapshot] = await world.db.processSnapshot.findMany({ where: { processId: id } });
    expect(snapshot && openRaw(testVault, snapshot)).toBe(JSON.stringify(odd));
  });

  it("reads one again that is not finished, and shows what changed", async () => {
    const open = aDocument({ state: "CREATED", authentication: "UNSPECIFIED", liveness: "UNSPECIFIED" });
    const done = aDocument({ id: open.id, cpf: open.cpf });
    await lookUpProcess({ ...support, unico: answering(open).unico }, { processId: open.id });
    await lookUpProcess({ ...support, unico: answering(open).unico }, { processId: open.id });
    await lookUpProcess({ ...support, unico: answering(done).unico }, { processId: open.id });
    const page = await readProcessPage(support, open.id);
    expect(page?.headline).toBe("confirmed");
    expect(page?.lookCount).toBe(3);
    expect(page?.looks.map(({ changes }) => changes?.map(({ key }) => key) ?? null)).toEqual([
      ["state", "authentication", "liveness", "finishedAt"],
      [],
      null,
    ]);
    expect(page?.looks[0]?.by).toBe(support.actor.name);
  });

  it("says that nothing changed only of an answer that is the same to the letter", async () => {
    const document = aDocument();
    const other = { id: document.id, raw: `${document.raw.trimEnd().slice(0, -1)},"newMember":1}` };
    for (const [minutes, each] of [document, document, other].entries()) {
      const now = () => new Date(Date.now() + minutes * 60_000);
      await refreshProcess({ ...support, unico: answering(each).unico, now }, { processId: document.id });
    }
    expect((await readProcessPage(support, document.id))?.looks).toMatchObject([
      { changes: [], isSame: false },
      { changes: [], isSame: true },
      { changes: null, isFirst: true },
    ]);
  });
});
