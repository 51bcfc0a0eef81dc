import { type ChildProcess, fork } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { downloadExport, readManifest } from "#lib/features/exports/downloading.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { sweepExports } from "#lib/features/exports/sweeping.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { fileStorage } from "#lib/storage/file.ts";
import { ctxFor, programCtx } from "#tests/support/ctx.ts";
import { heldAgainst } from "./one-snapshot.ts";
import { listWrites, openCases, startWriting } from "./writing.ts";

export const KILL_POINTS = [
  "export_rows:1",
  "export_put",
  "before_audit",
  "export_claimed",
  "export_rows:0",
  "export_rows:2",
  "export_rows:3",
  "export_rows:4",
  "after_audit",
  "export_finished",
] as const;

export type ExportRigPlan = {
  readonly cases: number;
  /** Transactions a second that go on meanwhile, of two rows each. */
  readonly perSecond: number;
  /** Where the process that writes the file is killed, an export each; null for none that is. */
  readonly points: readonly ((typeof KILL_POINTS)[number] | null)[];
};
export type ExportRigReport = { readonly lines: readonly string[]; readonly violations: readonly string[] };

const SCRIPT = fileURLToPath(new URL("writing-process.ts", import.meta.url));

/** Exports while others write, undisturbed and killed: each file must be of one moment, whole, or not there. */
export async function runExportRig(
  { url, folder }: { url: string; folder: string },
  { cases: count, perSecond, points }: ExportRigPlan,
): Promise<ExportRigReport> {
  const cases = await openCases(url, count);
  const db = openDatabase(url);
  const ground = { url, folder, db, key: randomBytes(32) };
  const writing = await startWriting(url, { cases, perSecond });
  const [lines, violations]: [string[], string[]] = [[], []];
  try {
    for (const point of points) {
      const name = point === null ? "undisturbed" : `killed at ${point}`;
      const { file, wrong, attempt, seconds } = await exportOnce(ground, point);
      // Among what is there by now is all that the file can hold.
      const writes = await listWrites(url);
      const held = heldAgainst(file.text, cases, writes);
      const later = (writes.at(-1)?.n ?? 0) - held.at;
      lines.push(
        `${name}: whole at attempt ${attempt}, ${held.rows} rows of the moment after transaction ${held.at}, ${later} more since; ${seconds.toFixed(1)} s`,
      );
      if (held.rows !== file.rows) wrong.push(`${held.rows} rows, the manifest says ${file.rows}`);
      violations.push(...[...wrong, ...held.wrong].map((why) => `${name}: ${why}`));
    }
  } finally {
    const { transactions, seconds } = await writing.stop();
    const reached = (transactions / seconds).toFixed(0);
    lines.push(
      `${transactions} transactions of two rows in ${seconds.toFixed(1)} s: ${reached} a second of ${perSecond} asked for`,
    );
    await db.$disconnect();
  }
  return { lines, violations };
}

type Ground = { url: string; folder: string; db: Database; key: Buffer };
type Made = {
  file: { text: string; rows: number };
  wrong: string[];
  attempt: number;
  seconds: number;
};

async function exportOnce(ground: Ground, point: string | null): Promise<Made> {
  const { url, folder, db, key } = ground;
  const shared = {
    vault: createVault([{ id: "k1", key }], Buffer.alloc(32)),
    storage: fileStorage(`file:${folder}`),
  };
  const startedAt = performance.now();
  // Each by somebody else: people have limits.
  const ctx = { ...(await ctxFor(db, "manager", shared)), confirmedAt: new Date() };
  const input = askInput.parse({ list: "cases", state: "sort=number", columns: ["number", "due"] });
  const asked = await askExport(ctx, input, "en");
  if (!asked.ok) throw new Error(asked.failure.code);
  const { id } = asked.value;
  // However few rows: by a job.
  await db.export.update({ where: { id }, data: { direct: false, state: "queued" } });
  const takeIn = () => downloadExport({ ...ctx, rows: openExportRows(url) }, id);
  const wrong: string[] = [];
  if (point !== null) {
    const end = await endOf(ground, point);
    if (end !== "SIGKILL") wrong.push(`the process ended by itself (${end ?? "no signal"})`);
    const isThere = (await takeIn()).ok;
    if (isThere !== (point === "export_finished"))
      wrong.push(isThere ? "a file is offered" : "no file is offered");
    // As long ago as a silent writer is given.
    await db.$executeRaw`UPDATE export SET seen_at = seen_at - interval '1 minute' WHERE id = ${id}::uuid`;
  }
  const program = { ...programCtx(db, shared), rows: openExportRows(url) };
  await sweepExports(program);
  await runExports(program);
  const found = await takeIn();
  if (!found.ok) throw new Error(`there is no file at last: ${found.failure.code}`);
  const pieces: Buffer[] = [];
  for await (const piece of found.value.pieces) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  const manifest = await readManifest(ctx, id);
  const { attempt } = await db.export.findUniqueOrThrow({ where: { id }, select: { attempt: true } });
  if (createHash("sha256").update(bytes).digest("hex") !== manifest?.file.sha256)
    wrong.push("the manifest has another hash");
  const kept = filesIn(path.join(folder, "exports", id));
  if (kept.join() !== String(attempt)) wrong.push(`kept are the attempts ${kept.join(", ")}, not ${attempt}`);
  const file = { text: bytes.toString(), rows: manifest?.rows ?? 0 };
  return { file, wrong, attempt, seconds: (performance.now() - startedAt) / 1_000 };
}

const filesIn = (folder: string): string[] => (fs.existsSync(folder) ? fs.readdirSync(folder) : []);

const children = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});

/** Until it says that it can begin. */
export async function readyOf(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit").then(([code, signal]) => {
    throw new Error(`the process ended before it was ready (${code ?? signal})`);
  });
  await Promise.race([once(child, "message"), ended]);
}

/** Has a process of its own write what waits, and strike itself with SIGKILL at the point; how it ended. */
async function endOf({ url, folder, key }: Ground, point: string): Promise<NodeJS.Signals | null> {
  const child = fork(SCRIPT, [], {
    execArgv: ["--conditions=react-server"],
    env: { ...process.env, UNICO_ENV: "sandbox", CONTRAPROVA_FAIL_POINT: point },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  children.add(child);
  const gone = once(child, "exit");
  await readyOf(child);
  child.send({ url, folder, key: key.toString("base64") });
  const [, signal] = await gone;
  children.delete(child);
  return signal;
}
