import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { openDatabase } from "#lib/db/client.ts";
import { openCopier } from "#lib/db/copying.ts";
import { mergeImports } from "#lib/features/references/import-merging.ts";
import { receiveImport } from "#lib/features/references/import-receiving.ts";
import { MOST_LINES } from "#lib/features/references/import-schema.ts";
import { personOf, SUBSIDIARIES } from "#lib/seed/people.ts";
import { openProofGround } from "#tests/rigs/audit/ground.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { ctxFor, programCtx } from "#tests/support/ctx.ts";
import { residentMb } from "#tests/support/process-memory.ts";
import { say } from "./support/say.ts";

/** How long a file of references takes from its first byte to its end, beside PostgreSQL's own COPY of the same rows. */
exitOnSignal();
const { values } = parseArgs({
  options: { lines: { type: "string", default: "100000" }, trials: { type: "string", default: "3" } },
});
const [lines, trials] = [Number(values.lines), Number(values.trials)];
if (![lines, trials].every((value) => Number.isInteger(value) && value > 0) || lines > MOST_LINES)
  throw new Error(`--lines takes a whole number to ${MOST_LINES}, --trials one from 1 on`);

/** The bar. */
const MOST_MS = 20_000;
const SAMPLE_EVERY_MS = 50;
const MANY_PEOPLE = 3_000_000;

say(machineLine());
const ground = await openProofGround();
const folder = ground.folderOf("files");
let isHeld = true;
for (let trial = 1; trial <= trials; trial += 1) await measure(trial);
await ground.end();
say(machineLine());
process.exitCode = isHeld ? 0 : 1;

async function measure(trial: number): Promise<void> {
  const url = await ground.databaseOf(`import_${trial}`);
  const db = openDatabase(url);
  await db.subsidiary.createMany({ data: [...SUBSIDIARIES] });
  const ctx = await ctxFor(db, "manager");
  const file = path.join(folder, `${trial}.csv`);
  await writeFile(file, trial);
  const { size } = fs.statSync(file);
  globalThis.gc?.();
  const before = residentMb(process.pid);
  const sent = fs.createReadStream(file);
  // Flat: what the first half of the file took is enough for the second, and for bringing it in.
  const most = { firstHalf: before, whole: before };
  const sampling = setInterval(() => {
    const now = residentMb(process.pid);
    if (sent.bytesRead < size / 2) most.firstHalf = Math.max(most.firstHalf, now);
    most.whole = Math.max(most.whole, now);
  }, SAMPLE_EVERY_MS);
  const begunAt = performance.now();
  const spentBefore = process.cpuUsage();
  const received = await receiveImport(ctx, {
    mode: "all",
    body: sent,
    copier: openCopier(url),
  });
  if (!received.ok) throw new Error(received.failure.code);
  const readMs = performance.now() - begunAt;
  await mergeImports(programCtx(db));
  const allMs = performance.now() - begunAt;
  const { user, system } = process.cpuUsage(spentBefore);
  clearInterval(sampling);
  const done = await db.referenceImport.findUniqueOrThrow({ where: { id: received.value.id } });
  if (done.state !== "done" || done.addedCount !== lines)
    throw new Error(`${done.state}, ${done.addedCount} of ${lines} added`);
  await db.$disconnect();
  const rawMs = await rawCopyMs(url);
  if (allMs > MOST_MS * Math.max(1, lines / 100_000)) isHeld = false;
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
  say(
    `${trial}: ${lines} lines, ${(size / 1e6).toFixed(1)} MB: ${seconds(allMs)} (read ${seconds(readMs)}, brought in ${seconds(allMs - readMs)}; ${seconds((user + system) / 1_000)} of this process), memory +${(most.firstHalf - before).toFixed(0)} MB in the first half and +${(most.whole - before).toFixed(0)} MB in all; raw COPY ${seconds(rawMs)}, ${(allMs / rawMs).toFixed(1)} times as long`,
  );
}

/** People of their own, every third with two references. */
async function writeFile(file: string, trial: number): Promise<void> {
  const out = fs.createWriteStream(file);
  out.write("referenceProcessId;CPF;nome;e-mail;telefone;filial;cadastrado em\r\n");
  for (let i = 0; i < lines; i += 1) {
    const { name, cpf, email, phone } = personOf(MANY_PEOPLE * trial + i - (i % 3 === 2 ? 1 : 0));
    const { name: branch } = SUBSIDIARIES[i % SUBSIDIARIES.length] ?? SUBSIDIARIES[0];
    const cells = [crypto.randomUUID(), cpf, name, email, phone, branch, "21/11/2025 14:30"];
    if (!out.write(`${cells.join(";")}\r\n`)) await once(out, "drain");
  }
  await new Promise<void>((resolve) => {
    out.end(() => resolve());
  });
}

/** The rows that the import made, put into tables of the same indexes and constraints by COPY alone. */
async function rawCopyMs(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = ["subject", "reference_process"];
  for (const table of tables) {
    await pipeline(
      client.query(copyTo(`COPY ${table} TO STDOUT (FORMAT binary)`)),
      fs.createWriteStream(path.join(folder, table)),
    );
    await client.query(`CREATE TABLE raw_${table} (LIKE ${table} INCLUDING ALL)`);
  }
  const begunAt = performance.now();
  for (const table of tables)
    await pipeline(
      fs.createReadStream(path.join(folder, table)),
      client.query(copyFrom(`COPY raw_${table} FROM STDIN (FORMAT binary)`)),
    );
  const tookMs = performance.now() - begunAt;
  await client.end();
  return tookMs;
}
