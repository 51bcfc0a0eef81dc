import fc from "fast-check";
import { expect, it } from "vitest";
import { medianOf, pOfSame } from "#tests/support/two-samples.ts";

const numbers = (many: number, of: (place: number) => number) =>
  Array.from({ length: many }, (_, i) => of(i));

it("finds the middle", () => {
  expect(medianOf([3, 1, 2])).toBe(2);
  expect(medianOf([4, 1, 3, 2])).toBe(2.5);
});

it("gives the figures of a known example", () => {
  // By hand: U = 112.5, z = 2.355, of which the complementary error function gives the rest.
  expect(
    pOfSame(
      numbers(20, (i) => i),
      numbers(20, (i) => i + 5),
    ),
  ).toBeCloseTo(0.018522, 5);
  expect(
    pOfSame(
      numbers(30, (i) => i % 3),
      numbers(30, (i) => i % 3),
    ),
  ).toBeCloseTo(1, 6);
});

it("calls samples of one kind the same, nearly always, and of two kinds never", () => {
  const seeded = fc.sample(
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 400, maxLength: 400 }),
    {
      numRuns: 100,
      seed: 7,
    },
  );
  const uniform = (run: readonly number[], from: number) =>
    numbers(200, (i) => ((run[from + i] ?? 0) * 1e9) % 1);
  const isSame = seeded.filter((run) => pOfSame(uniform(run, 0), uniform(run, 200)) > 0.01).length;
  expect(isSame).toBeGreaterThanOrEqual(95);
  const shifted = seeded.filter(
    (run) =>
      pOfSame(
        uniform(run, 0),
        uniform(run, 200).map((value) => value + 0.5),
      ) > 0.01,
  ).length;
  expect(shifted).toBe(0);
});
