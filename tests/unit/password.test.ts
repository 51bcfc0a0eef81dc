import { beforeEach, expect, it, vi } from "vitest";

const argon2 = vi.hoisted(() => ({ open: [] as (() => void)[], peak: 0 }));
vi.mock("@node-rs/argon2", () => {
  const run = <T>(value: T) =>
    new Promise<T>((resolve) => {
      argon2.open.push(() => resolve(value));
      argon2.peak = Math.max(argon2.peak, argon2.open.length);
    });
  return {
    hash: (password: string) => (password.startsWith("a password that") ? "decoy" : run(`#${password}`)),
    verify: (stored: string, password: string) => run(stored === `#${password}`),
  };
});
const { checkPassword, hashPassword } = await import("#lib/auth/password.ts");

beforeEach(() => {
  argon2.peak = 0;
});

/** Lets whatever runs end, and what then runs, until nothing does. */
async function drain() {
  await new Promise(setImmediate);
  while (argon2.open.length > 0) {
    for (const end of argon2.open.splice(0)) end();
    await new Promise(setImmediate);
  }
}

it("at most three run at a time, in the order in which they came", async () => {
  const ended: number[] = [];
  const all = Array.from({ length: 20 }, async (_, index) => {
    const hash = await hashPassword(String(index));
    ended.push(index);
    return hash;
  });
  await drain();
  expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, (_, index) => `#${index}`));
  expect(ended).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(argon2.peak).toBe(3);
});

it("past four hundred in line nothing is checked, right or wrong, but for who comes first; then all is as before", async () => {
  const one = { row: "192.0.2.1" };
  const inLine = Array.from({ length: 403 }, () => checkPassword(null, "x", one));
  await new Promise(setImmediate);
  expect(await checkPassword("#x", "x", one)).toBe("busy");
  expect(await checkPassword(null, "x", one)).toBe("busy");
  const known = checkPassword("#x", "x");
  await drain();
  expect(new Set(await Promise.all(inLine))).toEqual(new Set(["wrong"]));
  expect(await known).toBe("right");
  expect(argon2.peak).toBe(3);
  const after = [checkPassword("#x", "x"), checkPassword("#x", "y", one), checkPassword(null, "x", one)];
  await drain();
  expect(await Promise.all(after)).toEqual(["right", "wrong", "wrong"]);
});
