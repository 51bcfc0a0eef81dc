import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lookUpProcess } from "#lib/features/processes/service.ts";
import { readOpenProcesses } from "#lib/features/processes/sweeping.ts";
import { fail, ok } from "#lib/result.ts";
import type { Unico } from "#lib/unico/client.ts";
import type { ReadTrouble } from "#lib/unico/failures.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer } from "#lib/unico/schemas.ts";
import { openWorld, programCtx, unicoWith, type World } from "#tests/support/ctx.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());
beforeEach(() => world.db.process.updateMany({ data: { outcome: "approve" } }));

const DAY_MS = 86_400_000;
const START = new Date("2026-11-01T12:00:00Z");
const at = (days: number) => () => new Date(START.getTime() + days * DAY_MS);

/** Unico as an object that knows every id as still open unless told otherwise, and in which lane it was asked. */
function unicoOf(expiresAt: string, trouble: ReadTrouble | null = null, state = "CREATED") {
  const asked: string[] = [];
  const lanes = new Set<string | undefined>();
  const readProcess: Unico["readProcess"] = async (id, lane) => {
    asked.push(id);
    lanes.add(lane);
    if (trouble) return fail({ ...trouble, attempts: [] });
    const raw = JSON.stringify({
      process: { id, state: `PROCESS_STATE_${state}`, createdAt: START.toISOString(), expiresAt },
    });
    const value = readAnswer(idCheckProcessSchema, raw);
    if (!value) throw new Error("no answer");
    return ok({ value, raw, httpStatus: 200, durationMs: 1, attempts: [] });
  };
  return { unico: unicoWith({ readProcess }), asked, lanes };
}

/** One that was looked up when it was new. */
async function anOpenOne(expiresAt: string): Promise<string> {
  const processId = randomUUID();
  await lookUpProcess(programCtx(world.db, { unico: unicoOf(expiresAt).unico, now: at(0) }), { processId });
  return processId;
}

const IN_TWO_DAYS = at(2)().toISOString();
const sweep = (days: number, unico: Unico) =>
  readOpenProcesses(programCtx(world.db, { unico, now: at(days) }));

describe("processes that stayed open past their expiry", () => {
  it("are read once a day from then on, after people, and for a week", async () => {
    const id = await anOpenOne(IN_TWO_DAYS);
    const { unico, asked, lanes } = unicoOf(IN_TWO_DAYS);
    expect(await sweep(1.9, unico)).toBe(0);
    expect(await sweep(2.1, unico)).toBe(1);
    expect(await sweep(2.2, unico)).toBe(0);
    expect(await sweep(3.2, unico)).toBe(1);
    expect(await sweep(8.9, unico)).toBe(1);
    expect(await sweep(10, unico)).toBe(0);
    expect(asked).toEqual([id, id, id]);
    expect([...lanes]).toEqual(["refresh"]);
  });

  it("live for seven days where Unico does not say until when", async () => {
    const id = await anOpenOne("");
    const { unico, asked } = unicoOf("");
    expect(await sweep(6.9, unico)).toBe(0);
    expect(await sweep(7.1, unico)).toBe(1);
    expect(asked).toEqual([id]);
  });

  it("are left alone once they are finished", async () => {
    await anOpenOne(IN_TWO_DAYS);
    const finished = unicoOf(IN_TWO_DAYS, null, "FINISHED");
    expect(await sweep(2.1, finished.unico)).toBe(1);
    expect(await sweep(3.2, finished.unico)).toBe(0);
  });

  it("are read 50 at a time, each by one of those who read at the same time", async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, () => anOpenOne(IN_TWO_DAYS)));
    const { unico, asked } = unicoOf(IN_TWO_DAYS);
    expect(await sweep(2.1, unico)).toBe(50);
    const counts = await Promise.all(Array.from({ length: 10 }, () => sweep(2.1, unico)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(10);
    expect(asked.toSorted()).toEqual(ids.toSorted());
  });

  it("wait together while Unico is away, and one that it does not know keeps no other waiting", async () => {
    await Promise.all(Array.from({ length: 5 }, () => anOpenOne(IN_TWO_DAYS)));
    const away = unicoOf(IN_TWO_DAYS, { kind: "not_sent", why: "breaker_open" });
    expect(await sweep(2.1, away.unico)).toBe(1);
    const unknown = unicoOf(IN_TWO_DAYS, { kind: "not_found" });
    expect(await sweep(2.1, unknown.unico)).toBe(4);
    expect(await sweep(2.1, unknown.unico)).toBe(0);
  });
});
