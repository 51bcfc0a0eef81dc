import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { noteUnknownValues } from "#lib/features/connections/unknown-values.ts";
import { type Instances, mostInASecond, startInstances } from "./instances.ts";

const NOWHERE = "019aa0b1-0000-7000-8000-00000000dead";
const CALLER = fileURLToPath(new URL("caller-process.ts", import.meta.url));

let all: Instances;
beforeAll(async () => {
  all = await startInstances({ ratePerSecond: 50 });
});
afterAll(() => all.stop());

async function startCaller(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--conditions=react-server", CALLER], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await once(child, "message");
  return child;
}

it("two real processes that start cold share one token and one rate", async () => {
  const callers = await Promise.all([startCaller(), startCaller()]);
  const key = randomBytes(32).toString("base64");
  const { authUrl, idUrl, cadastroUrl, credentials } = all.sandbox;
  const settings = { authUrl, idUrl, cadastroUrl, ...credentials };
  const ends = callers.map(async (caller) => {
    const [answers] = await once(caller, "message");
    await once(caller, "exit");
    return answers;
  });
  for (const caller of callers) {
    caller.send({ url: all.url, rate: 40, calls: 60, processId: NOWHERE, key, settings });
  }
  const answers = (await Promise.all(ends)).flat();
  expect(answers).toEqual(Array.from({ length: 120 }, () => "not_found"));
  expect(await all.count("/oauth2/token")).toBe(1);
  const sentMs = (await all.requests()).map(({ at }) => Date.parse(at));
  expect(sentMs).toHaveLength(121);
  expect(mostInASecond(sentMs)).toBeLessThanOrEqual(50);
  const figures = await all.db.unicoCall.groupBy({
    by: ["verdict"],
    _count: true,
    orderBy: { verdict: "asc" },
  });
  expect(figures.map(({ verdict, _count }) => [verdict, _count])).toEqual([
    ["done", 1],
    ["refused", 120],
  ]);
});

it("values that nobody documented are counted, by many at the same time", async () => {
  const first = new Date("2026-01-01T10:00:00Z");
  const later = new Date("2026-01-02T10:00:00Z");
  const values = [
    { member: "status", value: "9" },
    { member: "liveness", value: "3" },
  ];
  await noteUnknownValues(all.db, later, values);
  await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      noteUnknownValues(all.db, first, i % 2 ? values : values.toReversed()),
    ),
  );
  await noteUnknownValues(all.db, first, []);
  const kept = await all.db.unicoUnknownValue.findMany({ orderBy: { member: "asc" } });
  expect(kept).toEqual([
    { member: "liveness", value: "3", firstSeenAt: later, lastSeenAt: later, seen: 11 },
    { member: "status", value: "9", firstSeenAt: later, lastSeenAt: later, seen: 11 },
  ]);
});
