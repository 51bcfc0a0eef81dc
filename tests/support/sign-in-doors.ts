import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { MEMORY_SETTINGS } from "#lib/commands/support/children.ts";

/** Bytes in use now, and the most there were since it was asked anew. */
export type DoorFigures = { rss: number; peak: number };
export type Door = { url: string; figuresAnew(): Promise<DoorFigures>; close(): Promise<void> };

const FILE = fileURLToPath(new URL("sign-in-door.ts", import.meta.url));

/** Starts processes that sign people in over HTTP, all on one database and with the same keys. */
export const openDoors = (count: number, settings: Readonly<Record<string, string>>): Promise<Door[]> =>
  Promise.all(Array.from({ length: count }, () => openDoor(settings)));

async function openDoor(settings: Readonly<Record<string, string>>): Promise<Door> {
  const child: ChildProcess = fork(FILE, [], {
    execArgv: ["--conditions=react-server"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...MEMORY_SETTINGS, ...settings },
  });
  const gone = once(child, "exit");
  const [port] = (await Promise.race([
    once(child, "message"),
    gone.then(() => {
      throw new Error("the process did not start: its own lines say why");
    }),
  ])) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async figuresAnew() {
      const said = once(child, "message");
      child.send("anew");
      return (await said)[0] as DoorFigures;
    },
    async close() {
      child.disconnect();
      await gone;
    },
  };
}

type Answer = { status: number; body: string; tookMs: number };

export async function signInAt(
  door: Door,
  { email, password, from }: { email: string; password: string; from: string },
): Promise<Answer> {
  const startedMs = performance.now();
  const answer = await fetch(door.url, {
    method: "POST",
    headers: { "x-forwarded-for": from },
    body: JSON.stringify({ email, password }),
  });
  return { status: answer.status, body: await answer.text(), tookMs: performance.now() - startedMs };
}

/** Asks for a page every so often until `until` is there; how long each took. */
export async function visitUntil(door: Door, sessionId: string, until: Promise<unknown>): Promise<number[]> {
  const EVERY_MS = 100;
  const tookMs: number[] = [];
  let isOver = false;
  void until.finally(() => {
    isOver = true;
  });
  const visits: Promise<void>[] = [];
  const visit = async () => {
    const startedMs = performance.now();
    const { status, body } = await fetch(`${door.url}/page`, { headers: { "x-session": sessionId } });
    await body?.cancel();
    if (status !== 200) throw new Error(`a page was answered ${status}`);
    tookMs.push(performance.now() - startedMs);
  };
  while (!isOver) {
    visits.push(visit());
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  await Promise.all(visits);
  return tookMs;
}
