import { parseArgs } from "node:util";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { openDatabase } from "#lib/db/client.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { downloadExport } from "#lib/features/exports/downloading.ts";
import { makeFile } from "#lib/features/exports/making.ts";
import { askInput, type ExportFormat } from "#lib/features/exports/schema.ts";
import { sourceOf } from "#lib/features/exports/sources.ts";
import { seedBulk } from "#lib/seed/bulk.ts";
import { SUBSIDIARIES } from "#lib/seed/people.ts";
import { openProofGround } from "#tests/rigs/audit/ground.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { aUser, ctxFor, testVault } from "#tests/support/ctx.ts";
import { say, secondsSince } from "./support/say.ts";

/** What a file of every case costs beside PostgreSQL's own COPY of the same columns, in the same run. */
exitOnSignal();
const { values } = parseArgs({
  options: { cases: { type: "string", default: "1000000" }, trials: { type: "string", default: "3" } },
});
const [cases, trials] = [Number(values.cases), Number(values.trials)];
if (![cases, trials].every((value) => Number.isInteger(value) && value > 0))
  throw new Error("--cases and --trials take whole numbers");

/** The quality page's and the bars. */
const BARS = { csv: { times: 2, mb: 100 }, xlsx: { times: 8, mb: 200 } } as const;
const FIRST_BYTE_MS = 100;
const SMALL_TRIALS = 20;

/** The columns of the file, the CPF as it lies there. */
const COPY = `COPY (SELECT c.number, s.name, s.cpf, c.fraudsters, c.biometry, c.liveness, c.score, c.priority,
    c.status, a.name, c.opened_at, c.due_at, c.decision, c.reasons, c.closed_at, b.name,
    array_to_string(c.tags, '; ')
  FROM "case" AS c LEFT JOIN subject AS s ON s.id = c.subject_id LEFT JOIN app_user AS a ON a.id = c.assignee_id
    LEFT JOIN subsidiary AS b ON b.id = c.subsidiary_id
  ORDER BY c.due_at, c.number) TO STDOUT WITH (FORMAT csv)`;

say(machineLine());
const ground = await openProofGround();
const url = await ground.databaseOf("exports");
const db = openDatabase(url);
await db.subsidiary.createMany({
  data: SUBSIDIARIES.map(({ id, name }) => ({ id, name })),
  skipDuplicates: true,
});
for (let i = 0; i < 2; i += 1) await aUser(db, "analyst");
const { seconds } = await seedBulk(url, testVault, cases);
say(`${cases} cases in ${seconds.toFixed(1)} s`);
const rows = openExportRows(url);
const ctx = await ctxFor(db, "manager");

const ratios: Record<keyof typeof BARS, number[]> = { csv: [], xlsx: [] };
const grown: Record<keyof typeof BARS, number[]> = { csv: [], xlsx: [] };
for (let trial = 1; trial <= trials; trial += 1) {
  const copyMs = await copied();
  for (const format of ["csv", "xlsx"] as const) {
    const { ms, mb, bytes, cpuMs } = await written(format);
    ratios[format].push(ms / copyMs);
    grown[format].push(mb);
    say(
      `${trial}  COPY ${secs(copyMs)}, ${format} ${secs(ms)} (${(ms / copyMs).toFixed(2)} x; own processor time ${secs(cpuMs)}), ${(bytes / 1e6).toFixed(0)} MB, memory +${mb.toFixed(0)} MB`,
    );
  }
}
const firsts = await firstBytes();
await db.$disconnect();
await ground.end();

let isHeld = true;
for (const format of ["csv", "xlsx"] as const) {
  const [times, mb] = [quantile(ratios[format], 0.5), Math.max(...grown[format])];
  const { times: mostTimes, mb: mostMb } = BARS[format];
  if (times > mostTimes || mb > mostMb) isHeld = false;
  say(
    `${format.padEnd(6)}${times.toFixed(2)} x COPY, median of ${trials} (bar ${mostTimes}); memory +${mb.toFixed(0)} MB at most (bar ${mostMb})`,
  );
}
const slowest = Math.max(...firsts);
if (quantile(firsts, 0.5) > FIRST_BYTE_MS) isHeld = false;
say(
  `first byte of a small file ${quantile(firsts, 0.5).toFixed(0)} ms, worst ${slowest.toFixed(0)} ms of ${SMALL_TRIALS} (bar ${FIRST_BYTE_MS})`,
);
say(machineLine());
process.exitCode = isHeld ? 0 : 1;

function secs(ms: number): string {
  return secondsSince(performance.now() - ms);
}

async function copied(): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const begunAt = performance.now();
  let bytes = 0;
  for await (const piece of client.query(copyTo(COPY))) bytes += piece.length;
  const ms = performance.now() - begunAt;
  if (bytes === 0) throw new Error("COPY wrote nothing");
  await client.end();
  return ms;
}

async function written(format: ExportFormat) {
  const base = process.memoryUsage.rss();
  let peak = base;
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const begunAt = performance.now();
  const cpu = process.cpuUsage();
  let bytes = 0;
  let count = 0;
  const file = makeFile(
    { rows, db, readDb: db, vault: testVault },
    {
      id: crypto.randomUUID(),
      source: sourceOf("cases"),
      format,
      asked: { params: {}, keys: null, columns: [], separator: ",", bom: false, locale: "en" },
      isMasked: true,
      reason: null,
      actor: ctx.actor,
      isOwnOnly: false,
      now: new Date(),
    },
    {
      check: () => undefined,
      wrote: (done) => {
        count = done;
      },
      ended: () => undefined,
    },
  );
  for await (const piece of file) bytes += piece.length;
  clearInterval(watching);
  if (count !== cases) throw new Error(`${count} of ${cases} rows`);
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - begunAt;
  return { ms, bytes, mb: (peak - base) / 1e6, cpuMs: (user + system) / 1e3 };
}

/** From the moment at which the file is asked for to its first byte: a thousand rows or so. */
async function firstBytes(): Promise<number[]> {
  const newest = await db.case.findFirstOrThrow({
    orderBy: { openedAt: "desc" },
    select: { openedAt: true },
  });
  const day = newest.openedAt.toISOString().slice(0, 10);
  const input = askInput.parse({ list: "cases", state: `openedFrom=${day}` });
  const tookMs: number[] = [];
  for (let trial = 0; trial < SMALL_TRIALS; trial += 1) {
    // Nobody else's limit counts for them.
    const own = await ctxFor(db, "manager");
    const asked = await askExport(own, input, "en");
    if (!asked.ok) throw new Error(asked.failure.code);
    const begunAt = performance.now();
    const found = await downloadExport({ ...own, rows }, asked.value.id);
    if (!found.ok) throw new Error(found.failure.code);
    await found.value.pieces.next();
    tookMs.push(performance.now() - begunAt);
    for await (const _ of found.value.pieces);
  }
  return tookMs;
}
