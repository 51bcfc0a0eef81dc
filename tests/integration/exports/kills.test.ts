import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openExportRows } from "#lib/db/export-rows.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { downloadExport } from "#lib/features/exports/downloading.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { sweepExports } from "#lib/features/exports/sweeping.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { fileStorage } from "#lib/storage/file.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

const SCRIPT = fileURLToPath(new URL("writing-process.ts", import.meta.url));
const POINTS = [
  "export_rows:3",
  "export_put",
  "before_audit",
  "export_claimed",
  "export_rows:0",
  "export_rows:1",
  "export_rows:5",
  "export_rows:7",
  "after_audit",
  "export_finished",
];
/** All ten by hand: `EXPORT_KILLS=10`. */
const KILLS = Number(process.env.EXPORT_KILLS ?? 2);
const ROWS = 4_000;

const key = randomBytes(32);
const vault = createVault([{ id: "k1", key }], Buffer.alloc(32));
let world: World;
let folder: string;
let storage: Storage;
const children: ChildProcess[] = [];

beforeAll(async () => {
  world = await openWorld();
  folder = openTemporaryFolder("exports");
  storage = fileStorage(`file:${folder}`);
  await world.db.$executeRaw`
    INSERT INTO "case" (priority, origin, rule, opened_at, due_at)
    SELECT 'normal', 'manual', 'manual', now(), now() + interval '1 hour' FROM generate_series(1, ${ROWS})`;
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await world.end();
  fs.rmSync(folder, { recursive: true, force: true });
});

const rows = () => openExportRows(world.url);
const takeIn = (ctx: UserCtx, id: string) => downloadExport({ ...ctx, rows: rows() }, id);

async function killedAt(point: string): Promise<void> {
  const child = fork(SCRIPT, [], {
    execArgv: ["--conditions=react-server"],
    env: { ...process.env, UNICO_ENV: "sandbox", CONTRAPROVA_FAIL_POINT: point },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  children.push(child);
  await once(child, "message");
  const gone = once(child, "exit");
  child.send({ url: world.url, folder, key: key.toString("base64") });
  expect((await gone)[1]).toBe("SIGKILL");
}

const filesThere = () =>
  fs.existsSync(path.join(folder, "exports"))
    ? fs
        .readdirSync(path.join(folder, "exports"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(path.basename(entry.parentPath), entry.name))
    : [];

it.each(POINTS.slice(0, KILLS))(
  "killed at %s: no part of a file is ever offered, and the next writes it whole",
  {
    timeout: 60_000,
  },
  async (point) => {
    // Each by somebody else: people have limits.
    const ctx = await ctxFor(world.db, "manager", { vault, storage });
    const input = askInput.parse({ list: "cases", state: "sort=number", columns: "number" });
    const asked = await askExport(ctx, input, "en");
    if (!asked.ok) throw new Error(asked.failure.code);
    const { id } = asked.value;
    await world.db.export.update({ where: { id }, data: { direct: false, state: "queued" } });
    await killedAt(point);
    const isWhole = point === "export_finished";
    if (!isWhole) {
      expect(await takeIn(ctx, id)).toMatchObject({ ok: false, failure: { code: "not_now" } });
      // As long ago as a silent writer is given.
      await world.db
        .$executeRaw`UPDATE export SET seen_at = seen_at - interval '1 minute' WHERE id = ${id}::uuid`;
    }
    const program = { ...programCtx(world.db, { vault, storage }), rows: rows() };
    await sweepExports(program);
    expect(await runExports(program)).toBe(isWhole ? 0 : 1);
    const found = await takeIn(ctx, id);
    if (!found.ok) throw new Error(found.failure.code);
    let file = "";
    for await (const piece of found.value.pieces) file += piece.toString();
    const numbers = await world.db.case.findMany({ select: { number: true }, orderBy: { number: "asc" } });
    expect(file).toBe(`Number\r\n${numbers.map(({ number }) => `${number}\r\n`).join("")}`);
    const { attempt } = await world.db.export.findUniqueOrThrow({ where: { id } });
    expect(filesThere().filter((name) => name.startsWith(id))).toEqual([`${id}/${attempt}`]);
  },
);
