import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { metricsResponse } from "#lib/entry/metrics.ts";
import { readMetrics } from "#lib/features/metrics/service.ts";
import { metricsText } from "#lib/features/metrics/text.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aReverification, aSubject } from "#tests/support/factories.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

/** A line of the format, read by a pattern of its own. */
const LINE =
  /^contraprova_[a-z0-9_]+(\{[a-z_]+="[^"\\\n]*"(,[a-z_]+="[^"\\\n]*")*\})? -?\d+(\.\d+)?(e[+-]?\d+)?$/;
const figureOf = (text: string, name: string): number | null => {
  const line = text.split("\n").find((each) => each.startsWith(`contraprova_${name} `));
  return line ? Number(line.split(" ").at(-1)) : null;
};

it("counts what operators watch, in the text format, and names nobody", async () => {
  const { actor } = await ctxFor(world.db, "analyst");
  const noAnswer = { failure: "unknown_reset", outcome: null };
  const { id: subjectId, cpf } = await aSubject(world.db, { name: "Canária Zuleide Sintética" });
  await aCase(world.db, {
    subjectId,
    openedAt: new Date(Date.now() - 120_000),
    dueAt: new Date(Date.now() - 60_000),
  });
  await aCase(world.db, { subjectId, rule: "manual", status: "in_review", assigneeId: actor.id });
  await aReverification(world.db, { startedById: actor.id, state: "unknown", ...noAnswer });
  const text = await readMetrics(programCtx(world.db));
  for (const line of text.trim().split("\n"))
    expect(line.startsWith("# ") || LINE.test(line) || line).toBe(true);
  expect(figureOf(text, "database_up")).toBe(1);
  expect(figureOf(text, 'cases_open{status="open"}')).toBe(1);
  expect(figureOf(text, 'cases_open{status="in_review"}')).toBe(1);
  expect(figureOf(text, "cases_overdue")).toBe(1);
  expect(figureOf(text, 'intents_unsettled{state="unknown"}')).toBe(1);
  expect(figureOf(text, 'intents_last_day{state="unknown"}')).toBe(1);
  expect(figureOf(text, "audit_bad")).toBe(0);
  expect(figureOf(text, "process_resident_bytes")).toBeGreaterThan(1_000_000);
  expect(figureOf(text, "database_connections")).toBeGreaterThan(0);
  expect(figureOf(text, "database_connections_max")).toBeGreaterThan(0);
  for (const secret of [cpf, "Canária", subjectId, actor.id, actor.name]) expect(text).not.toContain(secret);
});

it("counts the jobs of the queue, which is closed to the program otherwise", async () => {
  expect(figureOf(await readMetrics(programCtx(world.db)), "job_oldest_waiting_seconds")).toBe(0);
  await withClient(world.url, (client) =>
    client.query(`SELECT graphile_worker.add_job('one', run_at => now() - interval '90 s'),
      graphile_worker.add_job('another', run_at => now() + interval '1 day')`),
  );
  const text = await readMetrics(programCtx(world.db));
  expect(figureOf(text, 'jobs{state="waiting"}')).toBe(1);
  expect(figureOf(text, 'jobs{state="later"}')).toBe(1);
  expect(figureOf(text, "job_oldest_waiting_seconds")).toBeGreaterThanOrEqual(90);
});

it("tells of a database that does not answer", async () => {
  const nowhere = openDatabase("postgresql://nobody:x@127.0.0.1:1/none");
  const text = await readMetrics(programCtx(nowhere));
  await nowhere.$disconnect();
  expect(figureOf(text, "database_up")).toBe(0);
  expect(figureOf(text, "process_uptime_seconds")).toBeGreaterThan(0);
});

it("is for whoever brings the token; without one it is open in the sandbox and nowhere else", async () => {
  const ask = async (
    settings: { METRICS_TOKEN: string | undefined; UNICO_ENV: string },
    authorization?: string,
  ) => {
    const request = new Request("http://x.test/api/metrics", {
      headers: authorization ? { authorization } : {},
    });
    return (await metricsResponse(request, settings, async () => "figures\n")).status;
  };
  const token = "0123456789abcdef";
  for (const UNICO_ENV of ["sandbox", "production"]) {
    expect(await ask({ METRICS_TOKEN: token, UNICO_ENV })).toBe(401);
    expect(await ask({ METRICS_TOKEN: token, UNICO_ENV }, "Bearer wrong")).toBe(401);
    expect(await ask({ METRICS_TOKEN: token, UNICO_ENV }, token)).toBe(401);
    expect(await ask({ METRICS_TOKEN: token, UNICO_ENV }, `Bearer ${token}`)).toBe(200);
  }
  expect(await ask({ METRICS_TOKEN: undefined, UNICO_ENV: "sandbox" })).toBe(200);
  expect(await ask({ METRICS_TOKEN: undefined, UNICO_ENV: "production" }, "Bearer ")).toBe(404);
});

it("writes labels so that they are read as they are", () => {
  const samples = [{ labels: { host: 'a"b\\c\nd' }, value: 1.5 }];
  expect(metricsText([{ name: "x", type: "gauge", help: "One\nline.", samples }])).toBe(
    '# HELP contraprova_x One\\nline.\n# TYPE contraprova_x gauge\ncontraprova_x{host="a\\"b\\\\c\\nd"} 1.5\n',
  );
});
