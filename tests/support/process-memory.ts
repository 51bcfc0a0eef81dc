import fs from "node:fs";

const LISTENING = "0A";

/** The process that listens on a port of this machine; null where there is no `/proc` to ask, or no such process. */
export function pidListeningOn(port: number): number | null {
  const sockets = new Set(
    ["/proc/net/tcp", "/proc/net/tcp6"]
      .flatMap((table) => linesOf(table))
      .flatMap((line) => {
        const [, local = "", , state, , , , , , inode] = line.trim().split(/\s+/);
        const isIt = state === LISTENING && Number.parseInt(local.split(":").at(-1) ?? "", 16) === port;
        return isIt ? [`socket:[${inode}]`] : [];
      }),
  );
  if (sockets.size === 0) return null;
  const pids = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return Number(pids.find((pid) => openedBy(pid).some((file) => sockets.has(file)))) || null;
}

const linesOf = (table: string) => (fs.existsSync(table) ? fs.readFileSync(table, "utf8").split("\n") : []);

/** Nothing of a process that is gone, or somebody else's. */
function openedBy(pid: string): string[] {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return "";
      }
    });
  } catch {
    return [];
  }
}

/** Megabytes that a process holds now. */
export function residentMb(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return (Number(kib) * 1_024) / 1_000_000;
}

/** The most that a process holds while `work` runs, beside what it held before. */
export async function growthDuring<T>(
  pid: number | null,
  work: Promise<T>,
): Promise<{ value: T; growthMb: number }> {
  if (pid === null) return { value: await work, growthMb: 0 };
  const SAMPLE_MS = 10;
  const before = residentMb(pid);
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, residentMb(pid));
  }, SAMPLE_MS);
  try {
    const value = await work;
    return { value, growthMb: most - before };
  } finally {
    clearInterval(watch);
  }
}
