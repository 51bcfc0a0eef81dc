import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { hashPassword } from "#lib/auth/password.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { aUser, openWorld } from "#tests/support/ctx.ts";
import { PASSWORD } from "#tests/support/second-factor.ts";
import { someSettings } from "#tests/support/settings.ts";
import { type Door, openDoors, signInAt, visitUntil } from "#tests/support/sign-in-doors.ts";
import { grantedIn } from "#tests/support/throttling.ts";

/** The full counts are 200 and 1,000: `SIGN_INS=200 GUESSES=1000 npx vitest run … throttling/load`. */
const SIGN_INS = Number(process.env.SIGN_INS ?? 20);
const GUESSES = Number(process.env.GUESSES ?? 30);
const isFull = Boolean(process.env.SIGN_INS ?? process.env.GUESSES);
const A_SIGN_IN_MS = 1_000;

const MB = 1_000_000;
/** Three checks of 64 MiB at once, and as much again for the requests that wait. */
const GROWTH_MAX_MB = 400;
const PAGE_P95_MAX_MS = 500;

const world = await openWorld();
afterAll(() => world.end());
const settings = someSettings({ DATABASE_URL: world.url });
let doors: Door[] = [];
beforeEach(async () => {
  await world.db.attemptBucket.deleteMany();
});
afterEach(async () => {
  await Promise.all(doors.map((door) => door.close()));
  doors = [];
});

const say = (figures: Record<string, number>) => {
  const rounded = Object.entries(figures).map(([name, value]) => `${name} ${Math.round(value)}`);
  if (isFull) process.stdout.write(`${rounded.join(", ")}\n`);
};

it(
  `${SIGN_INS} sign-ins at once over HTTP stay within the memory of three, and pages go on`,
  async () => {
    const passwordHash = await hashPassword(PASSWORD);
    const people = await Promise.all(
      Array.from({ length: SIGN_INS }, () => aUser(world.db, "analyst", { passwordHash })),
    );
    const visitor = await aUser(world.db, "analyst");
    const session = await world.db.session.create({ data: { userId: visitor.id }, select: { id: true } });
    doors = await openDoors(1, settings);
    const [door] = doors;
    if (!door) throw new Error("no door");
    await visitUntil(door, session.id, new Promise((resolve) => setTimeout(resolve, 500)));
    const before = await door.figuresAnew();
    // One in five mistypes.
    const isRight = (place: number) => place % 5 !== 4;
    const all = Promise.all(
      people.map(({ email }, place) =>
        signInAt(door, { email, password: isRight(place) ? PASSWORD : "errada", from: "192.0.2.1" }),
      ),
    );
    const pages = await visitUntil(door, session.id, all);
    const answers = await all;
    const { peak } = await door.figuresAnew();
    expect(answers.map(({ status }) => status)).toEqual(
      people.map((_, place) => (isRight(place) ? 200 : 401)),
    );
    const tookMs = answers.map((answer) => answer.tookMs);
    const figures = {
      signIns: SIGN_INS,
      growthMb: (peak - before.rss) / MB,
      medianMs: quantile(tookMs, 0.5),
      lastMs: Math.max(...tookMs),
      pages: pages.length,
      pageP50Ms: quantile(pages, 0.5),
      pageP95Ms: quantile(pages, 0.95),
    };
    say(figures);
    expect(figures.growthMb).toBeLessThan(GROWTH_MAX_MB);
    // Beside other tests a page waits for them, not for the checks.
    if (isFull) expect(figures.pageP95Ms).toBeLessThan(PAGE_P95_MAX_MS);
    expect(pages.length).toBeGreaterThan(0);
  },
  30_000 + SIGN_INS * A_SIGN_IN_MS,
);

it(
  `of ${GUESSES} guesses at once over HTTP at two processes no more are checked than the rule grants`,
  async () => {
    const { email } = await aUser(world.db, "analyst", { passwordHash: await hashPassword(PASSWORD) });
    doors = await openDoors(2, settings);
    const startedMs = performance.now();
    const answers = await Promise.all(
      Array.from({ length: GUESSES }, async (_, place) => {
        const door = doors[place % doors.length];
        if (!door) throw new Error("no door");
        const from = `10.0.${place >> 8}.${place & 255}`;
        return signInAt(door, { email, password: `errada ${randomUUID()}`, from });
      }),
    );
    const seconds = (performance.now() - startedMs) / 1_000;
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    const { taken } = await world.db.attemptBucket.findFirstOrThrow({ where: { scope: "account" } });
    say({ guesses: GUESSES, seconds, checked: Number(taken), granted: grantedIn(seconds * 1_000) });
    expect(Number(taken)).toBeGreaterThanOrEqual(5);
    expect(Number(taken)).toBeLessThanOrEqual(grantedIn(seconds * 1_000));
    // Both are gone: a third knows what was counted.
    await Promise.all(doors.map((door) => door.close()));
    await world.db.$executeRaw`UPDATE attempt_bucket SET free_at = clock_timestamp() + interval '1 hour'
      WHERE scope = 'account'`;
    doors = await openDoors(1, settings);
    const [third] = doors;
    if (!third) throw new Error("no door");
    expect(await signInAt(third, { email, password: PASSWORD, from: "192.0.2.2" })).toMatchObject({
      status: 401,
    });
  },
  30_000 + GUESSES * A_SIGN_IN_MS,
);
