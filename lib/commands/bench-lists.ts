import path from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import pg from "pg";
import { freePort } from "#lib/postgres/server-process.ts";
import {
  beyondKey,
  lastKeyBefore,
  MEASURED,
  type MeasuredPage,
  rowsOf,
} from "#tests/rigs/bench/lists/pages.ts";
import { signInAs, type Visitor } from "#tests/rigs/bench/lists/visitor.ts";
import { asSuperuser } from "#tests/rigs/ground.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { liftLimits } from "#tests/support/limits.ts";
import { startWholeProgram } from "#tests/support/whole-program.ts";
import { runTool, SERVER_CONDITION } from "./support/children.ts";
import { inRoot } from "./support/paths.ts";
import { say, secondsSince } from "./support/say.ts";

/** The queue at its size, over HTTP against the production build, beside the same rows by hand and an empty page. */
exitOnSignal();
const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "1000000" },
    trials: { type: "string", default: "15" },
    // A folder whose database stays for the next run: a million cases are made once.
    data: { type: "string" },
  },
});
const [cases, trials] = [values.cases, values.trials].map(Number) as [number, number];
if (![cases, trials].every((value) => Number.isInteger(value) && value > 0) || cases < 150_000)
  throw new Error("--cases (150000 or more, for page 2,000) and --trials take whole numbers");

/** The bars of the product page's section 9, and of the issue of the queue. */
const MOST_TIMES_RAW = 3;
const MOST_OF_PAGE_ONE = 1.2;
const MOST_SCRIPT_KB = 170;
const MOST_NEXT_MS = 150;
/** Signed in, drawn whole, and nothing in it. */
const EMPTY_PAGE = "/cases/99999999";
const PASSWORD = "only for the bench";

const port = await freePort();
const program = await startWholeProgram(
  "bench",
  { PORT: String(port), DEMO_PASSWORD: PASSWORD },
  values.data && path.resolve(values.data),
);
const baseURL = `http://localhost:${port}`;
const databaseUrl = program.running.settings.DATABASE_URL ?? "";
let isHeld = true;
try {
  say(machineLine());
  if ((await countCases()) < cases) await seed();
  await liftLimits(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const manager = await signInAs(baseURL, "manager@contraprova.test", PASSWORD);
  await benchPages(manager, client);
  await benchScript(manager);
  await benchNext(await signInAs(baseURL, "analyst@contraprova.test", PASSWORD), client);
  await client.end();
  say(machineLine());
} finally {
  await program.end();
}
process.exitCode = isHeld ? 0 : 1;

async function countCases(): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ count: number }>('SELECT count(*)::integer AS count FROM "case"');
  await client.end();
  return rows[0]?.count ?? 0;
}

async function seed(): Promise<void> {
  const startedAt = performance.now();
  await runTool(
    "the seed",
    [SERVER_CONDITION, inRoot("lib/commands/run.mjs"), "seed", "--cases", String(cases)],
    { settings: { CONTRAPROVA_DATA_DIR: program.dir } },
  );
  const client = new pg.Client({ connectionString: asSuperuser(databaseUrl) });
  await client.connect();
  await client.query("VACUUM ANALYZE");
  await client.end();
  say(`${cases} cases seeded in ${secondsSince(startedAt)}`);
}

async function benchPages(visitor: Visitor, client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number }>(lastKeyBefore(2_000));
  const key = rows[0]?.number ?? 0;
  const [first] = MEASURED;
  if (!first) throw new Error("nothing is measured");
  const far: MeasuredPage = { ...first, name: "page 2,000", address: `after=${key}` };
  const pages = [
    ...MEASURED.map((page) => ({ page, sql: rowsOf(page) })),
    { page: far, sql: rowsOf(far, beyondKey(key)) },
  ];
  const ms = new Map(pages.map(({ page }) => [page.name, { page: [] as number[], raw: [] as number[] }]));
  const empty: number[] = [];
  // What is loaded once, and plans that are made once, are no part of it.
  for (const { page, sql } of pages) {
    await visitor.visit(`/cases?${page.address}`);
    await client.query(sql);
  }
  for (let trial = 0; trial < trials; trial += 1)
    for (const { page, sql } of pages) {
      const taken = ms.get(page.name);
      empty.push((await visitor.visit(EMPTY_PAGE)).ms);
      taken?.page.push((await visitor.visit(`/cases?${page.address}`)).ms);
      const startedAt = performance.now();
      await client.query(sql);
      taken?.raw.push(performance.now() - startedAt);
    }
  const middle = (figures: readonly number[]) => quantile(figures, 0.5);
  const emptyMs = middle(empty);
  say(`an empty signed-in page: ${emptyMs.toFixed(1)} ms (median of ${empty.length})`);
  say("                       page    raw  page / (raw + empty)");
  for (const [name, taken] of ms) {
    const times = middle(taken.page) / (middle(taken.raw) + emptyMs);
    if (times > MOST_TIMES_RAW) isHeld = false;
    say(
      `${name.padEnd(20)}${middle(taken.page).toFixed(1).padStart(7)}${middle(taken.raw).toFixed(1).padStart(7)}${times.toFixed(2).padStart(8)} (bar ${MOST_TIMES_RAW})`,
    );
  }
  const share = middle(ms.get(far.name)?.page ?? []) / middle(ms.get(first.name)?.page ?? []);
  if (share > MOST_OF_PAGE_ONE) isHeld = false;
  say(`page 2,000 of page 1: ${share.toFixed(2)} (bar ${MOST_OF_PAGE_ONE}), ${trials} trials`);
}

/** What a browser that has nothing yet loads of script for the queue. */
async function benchScript(visitor: Visitor): Promise<void> {
  const { body } = await visitor.visit("/cases");
  const sources = new Set(
    [...body.matchAll(/<script(?![^>]*noModule)[^>]+src="([^"]+)"/g)].map(([, source]) => source ?? ""),
  );
  let bytes = 0;
  for (const source of sources) {
    const answer = await fetch(new URL(source, baseURL));
    bytes += gzipSync(Buffer.from(await answer.arrayBuffer())).length;
  }
  const kb = bytes / 1_000;
  if (kb > MOST_SCRIPT_KB) isHeld = false;
  say(`script of /cases: ${kb.toFixed(1)} kB compressed in ${sources.size} files (bar ${MOST_SCRIPT_KB})`);
}

/** From a decision to the next case, drawn: the form's answer and the page that it leads to. */
async function benchNext(analyst: Visitor, client: pg.Client): Promise<void> {
  const tookMs: number[] = [];
  const { rows } = await client.query<{ number: number }>(
    `SELECT number FROM "case" WHERE status = 'open' ORDER BY due_at, number LIMIT 1`,
  );
  let number = rows[0]?.number ?? 0;
  await analyst.workOn(number, { act: "take", version: String(await versionOf(client, number)) });
  for (let trial = 0; trial <= trials; trial += 1) {
    const decided = await analyst.workOn(number, {
      act: "decide",
      version: String(await versionOf(client, number)),
      decision: "false_positive",
      reasons: "customer_confirmed",
      note: "Conferido com a pessoa.",
    });
    const { ms } = await analyst.visit(decided.leadsTo ?? "/cases");
    // The first one loads what the others find loaded.
    if (trial > 0) tookMs.push(decided.ms + ms);
    number = Number(/\/cases\/(\d+)/.exec(decided.leadsTo ?? "")?.[1]);
    if (!number) break;
  }
  const middle = quantile(tookMs, 0.5);
  if (middle > MOST_NEXT_MS) isHeld = false;
  say(
    `from a decision to the next case: median ${middle.toFixed(0)} ms, worst ${Math.max(...tookMs).toFixed(0)} ms of ${tookMs.length} (bar ${MOST_NEXT_MS} ms)`,
  );
}

async function versionOf(client: pg.Client, number: number): Promise<number> {
  const { rows } = await client.query<{ version: number }>('SELECT version FROM "case" WHERE number = $1', [
    number,
  ]);
  return rows[0]?.version ?? 0;
}
