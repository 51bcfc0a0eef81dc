import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AFTER_SEND, runAfterSend } from "#tests/rigs/faults/after-send.ts";
import { BEFORE_SEND, runBeforeSend } from "#tests/rigs/faults/before-send.ts";
import { cellsOf } from "#tests/rigs/faults/cells.ts";
import { runMatrix } from "#tests/rigs/faults/matrix.ts";
import { type FaultRig, openFaultRig } from "#tests/rigs/faults/rig.ts";

let rig: FaultRig;
beforeAll(async () => {
  rig = await openFaultRig();
});
afterAll(() => rig.end());

describe("one process behind a network that fails", { timeout: 300_000 }, () => {
  it("takes each of 13 faults after sending for unknown, and sends nothing again", async () => {
    const results = await runAfterSend(rig, 5);
    expect(results.flatMap(({ name, wrong }) => wrong.map((line) => `${name}: ${line}`))).toEqual([]);
    expect(results.map(({ trials }) => trials)).toEqual(AFTER_SEND.map(() => 5));
  });

  it("gets over each of 6 faults before sending with one call or none", async () => {
    const results = await runBeforeSend(rig, 10);
    expect(results.flatMap(({ name, wrong }) => wrong.map((line) => `${name}: ${line}`))).toEqual([]);
    // They did get in the way, and were got over.
    const tried = results.filter(({ mostAttempts, states }) => mostAttempts > 1 || states.failed);
    expect(tried.map(({ name }) => name)).toEqual(BEFORE_SEND.map(({ name }) => name));
    expect(results.filter(({ states }) => !states.completed)).toEqual([]);
  });

  it("keeps every rule on 21 ways in which its three connections fail", async () => {
    const all = cellsOf([150]);
    // Every second fault on a connection, and the others on the next.
    const cells = all.filter((_, i) => (i + Math.floor((3 * i) / all.length)) % 2 === 0);
    const result = await runMatrix(rig, cells);
    expect(result.violations).toEqual([]);
    expect(result.cells.filter(({ strikes }) => strikes === 0)).toEqual([]);
    expect(result.cells).toHaveLength(21);
  });
});
