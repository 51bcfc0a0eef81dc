import { expect, it } from "vitest";
import { createTurns, type Party } from "#lib/auth/turns.ts";

const FIRST: Party = { first: true };

/** One at a time, so that the order is to be seen: who was let in, and who was told to leave. */
function openLine(waitingMax: number) {
  const inTurn = createTurns({ atOnce: 1, waitingMax });
  const served: string[] = [];
  const left: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () =>
    new Promise<void>((resolve) => {
      served.push(name);
      ends.push(resolve);
    });
  return {
    served,
    left,
    come(name: string, party: Party) {
      void inTurn(party, work(name)).then((done) => {
        if (done === null) left.push(name);
      });
    },
    async drain() {
      await new Promise(setImmediate);
      while (ends.length > 0) {
        for (const end of ends.splice(0)) end();
        await new Promise(setImmediate);
      }
    },
  };
}
const many = (count: number, prefix: string) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

it("a flood of one waits behind itself: everybody else has every other turn", async () => {
  const line = openLine(400);
  for (const name of many(50, "flood")) line.come(name, { row: "flood" });
  for (const name of many(3, "a")) line.come(name, { row: "a" });
  line.come("b0", { row: "b" });
  await line.drain();
  expect(line.served.slice(0, 8)).toEqual(["flood0", "flood1", "a0", "b0", "flood2", "a1", "flood3", "a2"]);
  expect(line.served).toHaveLength(54);
  expect(line.left).toEqual([]);
});

it("who comes first is behind nobody, and never too many", async () => {
  const line = openLine(2);
  for (const name of many(3, "x")) line.come(name, { row: "x" });
  for (const name of many(10, "first")) line.come(name, FIRST);
  await line.drain();
  expect(line.served).toEqual(["x0", ...many(10, "first"), "x1", "x2"]);
});

it("a full line makes place for who is new at the end of the longest row, and for nobody who is in it", async () => {
  const line = openLine(4);
  for (const name of many(6, "flood")) line.come(name, { row: "flood" });
  await new Promise(setImmediate);
  expect(line.left).toEqual(["flood5"]);
  line.come("a0", { row: "a" });
  await new Promise(setImmediate);
  expect(line.left).toEqual(["flood5", "flood4"]);
  await line.drain();
  expect(line.served).toEqual(["flood0", "flood1", "a0", "flood2", "flood3"]);
});

it("what fails gives its turn on too", async () => {
  const inTurn = createTurns({ atOnce: 1, waitingMax: 1 });
  const broken = inTurn(FIRST, () => Promise.reject(new Error("broken")));
  const after = inTurn(FIRST, async () => "served");
  await expect(broken).rejects.toThrow("broken");
  expect(await after).toBe("served");
  expect(await inTurn(FIRST, async () => "again")).toBe("again");
});
