import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { MEMORY_SETTINGS } from "#lib/commands/support/children.ts";
import { letHeapGrow } from "#lib/entry/heap.ts";
import { checkPicture } from "#lib/features/reverifications/picture.ts";
import { worstPictures } from "#tests/support/worst-pictures.ts";

/**
 * Prints what the worst pictures that the form lets through cost a process when they come at once, started as the
 * program is: `node --conditions=react-server tests/rigs/picture-memory.ts [how many]`.
 */
const [first = "50", folder] = process.argv.slice(2);
if (first === "make" && folder) await make(folder);
else if (first === "measure" && folder) await measure(readFolder(folder), Number(process.argv[4]));
else withMade((made) => process.stdout.write(itself("measure", made, first)));

function itself(...args: string[]): string {
  const command = [...process.execArgv, import.meta.filename, ...args];
  return execFileSync(process.execPath, command, {
    env: { ...process.env, ...MEMORY_SETTINGS },
    encoding: "utf8",
  });
}

/** Made by a process of their own: what making them takes is not what checking them takes. */
function withMade(run: (folder: string) => void): void {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "contraprova-pictures-"));
  try {
    itself("make", made);
    run(made);
  } finally {
    fs.rmSync(made, { recursive: true });
  }
}

type Made = { name: string; bytes: Buffer };

function readFolder(from: string): Made[] {
  return fs.readdirSync(from).map((name) => ({ name, bytes: fs.readFileSync(path.join(from, name)) }));
}

async function make(folder: string): Promise<void> {
  for (const { name, bytes } of await worstPictures()) fs.writeFileSync(path.join(folder, name), bytes);
}

async function measure(worst: readonly Made[], count: number): Promise<void> {
  letHeapGrow();
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  const startedMs = performance.now();
  const ends = await Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const file = worst[at % worst.length];
      // Each request brings bytes of its own.
      const checked = await checkPicture(Buffer.from(file?.bytes ?? ""));
      return `${file?.name}: ${checked.ok ? "ok" : checked.failure.code}`;
    }),
  );
  clearInterval(watch);
  const figures = {
    pictures: count,
    bytesOfEach: Object.fromEntries(worst.map(({ name, bytes }) => [name, bytes.length])),
    beforeMb: Math.round(before / 1e6),
    addedMb: Math.round((most - before) / 1e6),
    seconds: Number(((performance.now() - startedMs) / 1000).toFixed(1)),
    ends: Object.fromEntries([...new Set(ends)].map((end) => [end, ends.filter((e) => e === end).length])),
  };
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
}
