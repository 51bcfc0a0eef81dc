import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { hashPassword } from "#lib/auth/password.ts";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { takeAttempt } from "#lib/features/throttling/attempts.ts";
import { STOP } from "#lib/features/throttling/rules.ts";
import { aUser, openWorld, programCtx, sha256 } from "#tests/support/ctx.ts";
import { medianOf, pOfSame } from "#tests/support/two-samples.ts";

vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

/**
 * The full count is 1,000: `ENUMERATION_TRIALS=1000 npx vitest run … enumeration`, on a quiet machine. Times are judged
 * to the millisecond at that alone; without it no kind may take three times as long as another: whoever skips the hash of
 * a password answers in a tenth.
 */
const IS_TIMED = process.env.ENUMERATION_TRIALS !== undefined;
const TRIALS = Number(process.env.ENUMERATION_TRIALS ?? 20);
const MEDIANS_WITHIN = 3;
const MEDIANS_WITHIN_MS = 5;
/** Of all pairs of a test together: each pair has its share. */
const P_MIN = 0.01;
const A_TRIAL_MS = 2_000;

const world = await openWorld();
afterAll(() => world.end());
const ctx = programCtx(world.db);
const password = "uma frase que ninguém usa";
let passwordHash = "";
beforeAll(async () => {
  passwordHash = await hashPassword("outra frase que ninguém usa");
});

type Trial = () => Promise<unknown>;

/** Runs one trial of each kind at once, again and again, and gives what was answered and how long each took. */
async function compare(kinds: Readonly<Record<string, Trial>>, before: () => Promise<unknown>) {
  const names = Object.keys(kinds);
  const times = new Map(names.map((name): [string, number[]] => [name, []]));
  const answers = new Set<string>();
  for (let round = 0; round < TRIALS; round += 1) {
    await before();
    // Who comes first changes with the round.
    const order = names.map((_, place) => names[(place + round) % names.length] ?? "");
    await Promise.all(
      order.map(async (name) => {
        const startedMs = performance.now();
        answers.add(JSON.stringify(await kinds[name]?.()));
        times.get(name)?.push(performance.now() - startedMs);
      }),
    );
  }
  return { times, answers };
}

function expectTheSame(times: ReadonlyMap<string, readonly number[]>): void {
  const [[, first] = ["", []], ...others] = [...times];
  const middle = medianOf(first);
  if (!IS_TIMED) {
    const medians = [...times.values()].map(medianOf);
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(MEDIANS_WITHIN);
    return;
  }
  for (const [name, other] of others) {
    expect(Math.abs(medianOf(other) - middle), name).toBeLessThanOrEqual(MEDIANS_WITHIN_MS);
    expect(pOfSame(first, other), name).toBeGreaterThan(P_MIN / others.length);
  }
}

// Of one kind they seem to be two once in a hundred runs; twice in a row only where they are.
const LONG = { timeout: TRIALS * A_TRIAL_MS, retry: 1 };

it(
  "nobody learns by the answer or its time whether there is an account, or how it stands",
  LONG,
  async () => {
    const people = {
      wrong: await aUser(world.db, "analyst", { passwordHash }),
      disabled: await aUser(world.db, "analyst", { passwordHash }),
      none: await aUser(world.db, "analyst"),
      stopped: await aUser(world.db, "analyst", { passwordHash }),
    };
    await world.db.user.update({
      where: { id: people.disabled.id },
      data: { disabledAt: new Date() },
      select: { id: true },
    });
    const stranger = `${randomUUID()}@contraprova.test`;
    for (const account of [people.stopped.email, stranger])
      await takeAttempt(ctx, { kind: "password", account, device: null });
    await world.db.$executeRaw`UPDATE attempt_bucket SET failures = ${STOP} WHERE scope = 'account'`;
    const trial = (email: string) => () => signIn(ctx, { email, password }, null);
    const { times, answers } = await compare(
      {
        wrong: trial(people.wrong.email),
        unknown: () => trial(`${randomUUID()}@contraprova.test`)(),
        disabled: trial(people.disabled.email),
        none: trial(people.none.email),
        stopped: trial(people.stopped.email),
        strangerStopped: trial(stranger),
      },
      () => world.db.$executeRaw`DELETE FROM attempt_bucket WHERE failures < ${STOP} OR scope <> 'account'`,
    );
    expect([...answers]).toEqual([JSON.stringify({ ok: false, failure: { code: "sign_in" } })]);
    expectTheSame(times);
  },
);

it("nobody learns by the answer or its time whether there was such a one-time link", LONG, async () => {
  const person = await aUser(world.db, "analyst");
  const gone = await aUser(world.db, "analyst");
  await world.db.user.update({
    where: { id: gone.id },
    data: { disabledAt: new Date() },
    select: { id: true },
  });
  const later = new Date(Date.now() + 3_600_000);
  const earlier = new Date(Date.now() - 3_600_000);
  const link = async (userId: string, expiresAt: Date, usedAt: Date | null) => {
    const token = randomUUID();
    const data = { userId, tokenHash: sha256(token), expiresAt, usedAt };
    await world.db.oneTimeLink.create({ data, select: { id: true } });
    return token;
  };
  const tokens = {
    used: await link(person.id, later, earlier),
    expired: await link(person.id, earlier, null),
    disabled: await link(gone.id, later, null),
  };
  const trial = (token: string) => () => setPasswordByLink(ctx, { token, password });
  const { times, answers } = await compare(
    {
      unknown: () => trial(randomUUID())(),
      used: trial(tokens.used),
      expired: trial(tokens.expired),
      disabled: trial(tokens.disabled),
    },
    () => world.db.attemptBucket.deleteMany(),
  );
  expect([...answers]).toEqual([JSON.stringify({ ok: false, failure: { code: "link" } })]);
  expectTheSame(times);
});
