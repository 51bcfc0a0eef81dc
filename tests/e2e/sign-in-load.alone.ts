import { randomUUID } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { quantile } from "#tests/rigs/quantiles.ts";
import { builtEntries } from "#tests/support/e2e-build.ts";
import { asOwner, cookieOf, databaseUrl } from "#tests/support/e2e-knocking.ts";
import { formBody, postAction } from "#tests/support/e2e-posting.ts";
import { expect, test } from "#tests/support/e2e-test.ts";
import { ACTIONS } from "#tests/support/entry-actions.ts";
import { growthDuring, pidListeningOn } from "#tests/support/process-memory.ts";
import { medianOf, pOfSame } from "#tests/support/two-samples.ts";

/** The full counts are `SIGN_INS=200 GUESSES=1000 ENUMERATION_TRIALS=1000`; timings are judged at those alone. */
const SIGN_INS = Number(process.env.SIGN_INS ?? 20);
const GUESSES = Number(process.env.GUESSES ?? 30);
const TRIALS = Number(process.env.ENUMERATION_TRIALS ?? 10);
/** Three checks of 64 MiB at once, and the pages that so many requests are drawn for. */
const GROWTH_MAX_MB = 600;
const PAGE_P95_MAX_MS = 500;
const VISIT_EVERY_MS = 50;

test.skip(!databaseUrl(), "E2E_DATABASE_URL is not set");
test.setTimeout(120_000 + (SIGN_INS + GUESSES + 6 * TRIALS) * 1_000);

const forgetTries = () => asOwner((client) => client.query("DELETE FROM attempt_bucket"));
test.beforeEach(forgetTries);
// Those that come after meet no flood.
test.afterEach(forgetTries);

const KEY = "app/(auth)/sign-in/actions.ts#signInAction";
const PASSWORD = "uma frase que ninguém usa";
const hashed = hash(PASSWORD, { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 });

function signInAt(baseURL: string | undefined, given: { email: string; password: string }, from: string) {
  const found = builtEntries().actions.find(({ key }) => key === KEY);
  const action = ACTIONS[KEY];
  if (!found || !action) throw new Error("the build has no way to sign in");
  const body = formBody(action, { ...given, from: "/" });
  const headers = { "x-forwarded-for": from };
  return postAction({ baseURL, path: "/sign-in", id: found.id, cookie: "", body, headers });
}

async function aPerson({ passwordHash = "", isDisabled = false }): Promise<string> {
  const email = `load-${randomUUID()}@contraprova.test`;
  await asOwner((client) =>
    client.query(
      `INSERT INTO app_user (email, name, role, password_hash, disabled_at)
       VALUES ($1, 'Pessoa Sintética', 'analyst', $2, CASE WHEN $3 THEN now() END)`,
      [email, passwordHash || null, isDisabled],
    ),
  );
  return email;
}

test(`${SIGN_INS} sign-ins at once: all are answered, memory is bounded, pages go on`, async ({
  baseURL,
}) => {
  const passwordHash = await hashed;
  const people: string[] = [];
  for (let i = 0; i < SIGN_INS; i += 1) people.push(await aPerson({ passwordHash }));
  const tookMs: number[] = [];
  const isRight = (place: number) => place % 5 !== 4;
  const enter = async (email: string, place: number) => {
    const startedMs = performance.now();
    const password = isRight(place) ? PASSWORD : "errada";
    const answer = await signInAt(baseURL, { email, password }, "192.0.2.1");
    tookMs.push(performance.now() - startedMs);
    return answer.leadsTo !== null;
  };
  const visits: Promise<number>[] = [];
  const visit = async () => {
    const startedMs = performance.now();
    const page = await fetch(new URL("/cases", baseURL), { headers: { cookie: cookieOf("analyst") } });
    await page.text();
    expect(page.status).toBe(200);
    return performance.now() - startedMs;
  };
  // What a page needs is loaded before anything is measured.
  for (let i = 0; i < 5; i += 1) await visit();
  const watch = setInterval(() => visits.push(visit()), VISIT_EVERY_MS);
  const pid = pidListeningOn(Number(new URL(baseURL ?? "").port));
  const { value: entered, growthMb } = await growthDuring(pid, Promise.all(people.map(enter)));
  clearInterval(watch);
  const pages = await Promise.all(visits);
  const figures = {
    growthMb,
    medianMs: medianOf(tookMs),
    lastMs: Math.max(...tookMs),
    pages: pages.length,
    pageP95Ms: quantile(pages, 0.95),
  };
  test.info().annotations.push({ type: "figures", description: JSON.stringify(figures) });
  if (process.env.SIGN_INS) process.stdout.write(`${JSON.stringify({ signIns: SIGN_INS, ...figures })}\n`);
  expect(entered).toEqual(people.map((_, place) => isRight(place)));
  expect(growthMb).toBeLessThan(GROWTH_MAX_MB);
  if (process.env.SIGN_INS) expect(figures.pageP95Ms).toBeLessThan(PAGE_P95_MAX_MS);
});

test(`of ${GUESSES} guesses at once at one account no more are checked than the rule grants`, async ({
  baseURL,
}) => {
  const email = await aPerson({ passwordHash: await hashed });
  const startedMs = performance.now();
  const answers = await Promise.all(
    Array.from({ length: GUESSES }, (_, place) =>
      signInAt(baseURL, { email, password: `errada ${place}` }, `10.0.${place >> 8}.${place & 255}`),
    ),
  );
  const seconds = (performance.now() - startedMs) / 1_000;
  expect(answers.filter(({ leadsTo }) => leadsTo !== null)).toEqual([]);
  const { rows } = await asOwner((client) =>
    client.query("SELECT taken::integer FROM attempt_bucket WHERE kind = 'password' AND scope = 'account'"),
  );
  expect(rows).toHaveLength(1);
  // Five at once, then after 1 s, 3, 7, 15, …
  const granted = 5 + Math.floor(Math.log2(seconds + 1));
  expect(rows[0].taken).toBeGreaterThanOrEqual(5);
  expect(rows[0].taken).toBeLessThanOrEqual(granted);
});

/** What differs between any two answers. */
const OF_EACH = new Set(["date", "x-request-id", "content-security-policy"]);

test("a refusal is the same to the byte, whatever stands against it", async ({ baseURL }) => {
  const passwordHash = await hash("outra frase que ninguém usa", { memoryCost: 64 * 1024, timeCost: 3 });
  const kinds: Record<string, () => Promise<string>> = {
    wrong: () => aPerson({ passwordHash }),
    disabled: () => aPerson({ passwordHash, isDisabled: true }),
    none: () => aPerson({}),
    unknown: async () => `nobody-${randomUUID()}@contraprova.test`,
  };
  const seen = new Set<string>();
  const tookMs = new Map<string, number[]>(Object.keys(kinds).map((kind) => [kind, []]));
  for (let round = 0; round < TRIALS; round += 1) {
    await forgetTries();
    for (const [kind, emailOf] of Object.entries(kinds)) {
      const email = await emailOf();
      const startedMs = performance.now();
      const answer = await signInAt(baseURL, { email, password: PASSWORD }, "192.0.2.1");
      tookMs.get(kind)?.push(performance.now() - startedMs);
      const headers = [...answer.headers].filter(([name]) => !OF_EACH.has(name));
      seen.add(JSON.stringify([answer.status, answer.text, headers]));
    }
  }
  expect([...seen]).toHaveLength(1);
  if (!process.env.ENUMERATION_TRIALS) return;
  const [[, wrong] = ["", []], ...others] = [...tookMs];
  for (const [kind, times] of others) {
    expect(Math.abs(medianOf(times) - medianOf(wrong)), kind).toBeLessThanOrEqual(5);
    expect(pOfSame(times, wrong), kind).toBeGreaterThan(0.01 / others.length);
  }
});
