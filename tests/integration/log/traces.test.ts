import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { inRoot } from "#lib/commands/support/paths.ts";

const run = promisify(execFile);
const moduleAt = (path: string) => JSON.stringify(inRoot(path));

/** What a collector is sent by a process that does so, each request's body. */
async function sentBy(program: string): Promise<{ path: string | undefined; body: string }[]> {
  const got: { path: string | undefined; body: string }[] = [];
  const collector = createServer(async (request, response) => {
    got.push({ path: request.url, body: await text(request) });
    response.setHeader("content-type", "application/json").end("{}");
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
  const whole = `
    const { startTraces } = await import(${moduleAt("lib/log/traces.ts")});
    const { inSpan, spanOfRequest } = await import(${moduleAt("lib/log/spans.ts")});
    const { trace } = await import("@opentelemetry/api");
    const end = startTraces(${JSON.stringify(endpoint)}, "worker");
    ${program}
    await end();`;
  try {
    const command = ["--conditions=react-server", "--input-type=module", "--eval", whole];
    await run(process.execPath, command, { cwd: inRoot(".") });
  } finally {
    collector.close();
  }
  return got;
}

type Span = {
  name: string;
  parentSpanId?: string;
  spanId: string;
  attributes: { key: string }[];
  status: object;
};
const spansOf = (bodies: { body: string }[]): Span[] =>
  bodies.flatMap(({ body }) =>
    JSON.parse(body).resourceSpans.flatMap((resource: { scopeSpans: { spans: Span[] }[] }) =>
      resource.scopeSpans.flatMap(({ spans }) => spans),
    ),
  );

it("a collector is sent names, times and verdicts, and nothing of what a span was about", async () => {
  const got = await sentBy(`
    await inSpan("job read-notice", { "job.name": "read-notice", q: "Canária" }, async () => {
      spanOfRequest({ name: "unico read_process", endedAt: new Date(), durationMs: 250, isFailed: true,
        attributes: { "unico.verdict": "unknown", "http.url": "https://unico.test/Canária" } });
    });
    const span = trace.getTracer("next").startSpan("GET /cases?q=Canária",
      { attributes: { "http.target": "/cases?q=Canária", "http.route": "/cases" } });
    span.recordException(new Error("Canária"));
    span.setStatus({ code: 2, message: "Canária" });
    span.end();`);
  expect(got.map(({ path }) => path)).toEqual(["/v1/traces"]);
  expect(JSON.stringify(got)).not.toContain("Can\\u00e1ria");
  expect(JSON.stringify(got)).not.toContain("Canária");
  const [unico, job, page] = spansOf(got);
  expect([unico, job, page].map((span) => span?.name)).toEqual([
    "unico read_process",
    "job read-notice",
    "GET /cases",
  ]);
  expect(unico?.parentSpanId).toBe(job?.spanId);
  const keys = [unico, job, page].map((span) => span?.attributes.map(({ key }) => key));
  expect(keys).toEqual([["unico.verdict"], ["job.name"], ["http.route"]]);
  expect([unico?.status, page?.status]).toEqual([{ code: 2 }, { code: 2 }]);
});

it("a collector that is away keeps nobody", async () => {
  const startedMs = performance.now();
  const whole = `
    const { startTraces } = await import(${moduleAt("lib/log/traces.ts")});
    const { inSpan } = await import(${moduleAt("lib/log/spans.ts")});
    const end = startTraces("http://127.0.0.1:1", "serve");
    await inSpan("job x", {}, async () => undefined);
    await end();
    process.stdout.write("ended");`;
  const { stdout } = await run(
    process.execPath,
    ["--conditions=react-server", "--input-type=module", "--eval", whole],
    { cwd: inRoot(".") },
  );
  expect(stdout).toBe("ended");
  expect(performance.now() - startedMs).toBeLessThan(60_000);
});
