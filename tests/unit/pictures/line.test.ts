import { expect, it } from "vitest";
import { inTurn } from "#lib/pictures/line.ts";

it("serves in the order of asking, and whoever is patient behind everybody else", async () => {
  const { promise: open, resolve } = Promise.withResolvers<void>();
  const served: string[] = [];
  const work = (name: string) => async () => {
    served.push(name);
    await open;
  };
  const all = [
    inTurn(false, work("first")),
    inTurn(false, work("second")),
    inTurn(false, work("patient"), true),
    inTurn(false, work("third")),
    inTurn(true, work("heavy")),
    inTurn(false, work("fourth")),
  ];
  await new Promise(setImmediate);
  expect(served).toEqual(["first", "second"]);
  resolve();
  await Promise.all(all);
  expect(served).toEqual(["first", "second", "third", "heavy", "fourth", "patient"]);
});
