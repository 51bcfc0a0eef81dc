import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { inRoot } from "#lib/commands/support/paths.ts";
import { someSettings } from "#tests/support/settings.ts";

const run = promisify(execFile);
const moduleAt = (path: string) => JSON.stringify(inRoot(path));

type Sent = { got: { path: string | undefined; body: string }[]; said: string };

/** What a collector that answers so is sent by a process that does so, and what that process says of it. */
async function sentBy(program: string, answer: (response: ServerResponse) => void): Promise<Sent> {
  const got: Sent["got"] = [];
  const collector = createServer(async (request, response) => {
    got.push({ path: request.url, body: await text(request) });
    answer(response);
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
  const whole = `
    const { startTraces } = await import(${moduleAt("lib/log/traces.ts")});
    const { inSpan, spanOfRequest } = await import(${moduleAt("lib/log/spans.ts")});
    const { trace } = await import("@opentelemetry/api");
    const end = startTraces(${JSON.stringify(endpoint)}, "worker");
    ${program}
    const startedMs = performance.now();
    await end();
    process.stdout.write(performance.now() - startedMs < 15_000 ? "soon" : "late");
    process.exit(0);`;
  try {
    const command = ["--conditions=react-server", "--input-type=module", "--eval", whole];
    const env = { ...process.env, ...someSettings({ LOG_LEVEL: "warn" }) };
    const { stdout, stderr } = await run(process.execPath, command, { cwd: inRoot("."), env });
    expect(stdout).toBe("soon");
    return { got, said: stderr };
  } finally {
    collector.closeAllConnections();
    collector.close();
  }
}
const taken = (response: ServerResponse) => response.setHeader("content-type", "application/json").end("{}");

type Span = {
  name: string;
  parentSpanId?: string;
  spanId: string;
  attributes: { key: string }[];
  status: object;
};
const spansOf = (bodies: Sent["got"]): Span[] =>
  bodies.flatMap(({ body }) =>
    JSON.parse(body).resourceSpans.flatMap((resource: { scopeSpans: { spans: Span[] }[] }) =>
      resource.scopeSpans.flatMap(({ spans }) => spans),
    ),
  );

it("a collector is sent names, times and verdicts, and nothing of what a span was about", async () => {
  const program = `
    await inSpan("job read-notice", { "job.name": "read-notice", q: "Canária" }, async () => {
      spanOfRequest({ name: "unico read_process", endedAt: new Date(), durationMs: 250, isFailed: true,
        attributes: { "unico.verdict": "unknown", "http.url": "https://unico.test/Canária" } });
    });
    const span = trace.getTracer("next").startSpan("GET /cases?q=Canária",
      { attributes: { "http.target": "/cases?q=Canária", "http.method": "GET", "next.route": "/cases" } });
    span.recordException(new Error("Canária"));
    span.setStatus({ code: 2, message: "Canária" });
    span.end();`;
  const { got } = await sentBy(program, taken);
  expect(got.map(({ path }) => path)).toEqual(["/v1/traces"]);
  expect(JSON.stringify(got)).not.toContain("Canária");
  const [unico, job, page] = spansOf(got);
  expect([unico, job, page].map((span) => span?.name)).toEqual([
    "unico read_process",
    "job read-notice",
    "GET /cases",
  ]);
  expect(unico?.parentSpanId).toBe(job?.spanId);
  const keys = [unico, job, page].map((span) => span?.attributes.map(({ key }) => key));
  expect(keys).toEqual([["unico.verdict"], ["job.name"], ["http.method", "next.route"]]);
  expect([unico?.status, page?.status]).toEqual([{ code: 2 }, { code: 2 }]);
});

const A_JOB = `await inSpan("job x", {}, async () => undefined);`;

it("a collector that refuses is told of", async () => {
  const { said } = await sentBy(A_JOB, (response) => response.writeHead(401).end("Canária"));
  expect(JSON.parse(said.split("\n")[0] ?? "")).toMatchObject({
    level: "warn",
    msg: "a collector did not take the traces",
  });
  expect(said).not.toContain("Canária");
});

it("a collector that never answers keeps nobody", async () => {
  const { got } = await sentBy(A_JOB, () => undefined);
  expect(got).toHaveLength(1);
});
