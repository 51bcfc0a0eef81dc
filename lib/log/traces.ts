import { type Attributes, context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { log } from "./log.ts";
import { OWN_SCOPE } from "./spans.ts";

/** What may leave of a span. Next puts whole addresses and texts of errors into others. */
const HARMLESS = new Set([
  "http.method",
  "http.route",
  "http.status_code",
  "next.route",
  "next.rsc",
  "next.span_type",
  "job.name",
  "unico.endpoint",
  "unico.host",
  "unico.status",
  "unico.verdict",
]);

const harmlessOf = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => HARMLESS.has(name)));

/** Source: @opentelemetry/core, ExportResultCode. */
const TAKEN = 0;

/** The same span with its times and its place, and nothing of what it was about. */
function harmless(span: ReadableSpan): ReadableSpan {
  const { "next.span_type": type, "next.route": route, "http.method": method } = span.attributes;
  const isOurs = span.instrumentationScope.name === OWN_SCOPE;
  // Next names some by the address, with what was searched for.
  const name = isOurs ? span.name : [method, route ?? type].filter(Boolean).join(" ");
  return Object.create(span, {
    name: { value: name },
    attributes: { value: harmlessOf(span.attributes) },
    events: { value: [] },
    links: { value: [] },
    status: { value: { code: span.status.code } },
  });
}

/** Hands on what is harmless. Tells of the first that a collector does not take, until it takes one again. */
function onlyHarmless(exporter: SpanExporter): SpanExporter {
  let isTold = false;
  return {
    export(spans, done) {
      exporter.export(spans.map(harmless), (result) => {
        const isTaken = result.code === TAKEN;
        if (!isTaken && !isTold) log().warn({ err: result.error }, "a collector did not take the traces");
        isTold = !isTaken;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
}

/** Who stops does not wait longer for a collector that is away. */
const SEND_TIMEOUT_MS = 3_000;
/** Next ends a server without waiting for anybody: what ended after the last sending is lost with it. */
const SEND_EVERY_MS = 1_000;

function addressOf(endpoint: string): string {
  const url = new URL(endpoint);
  return `${url.origin}${url.pathname.replace(/\/$/, "")}/v1/traces`;
}

/**
 * Sends what took how long to an OpenTelemetry collector (OTLP over HTTP, `endpoint`/v1/traces): requests, requests to
 * Unico, jobs; nothing where there is none. A caller's own trace is not taken up: it comes from outside. Gives back what
 * sends the rest before a stop.
 */
export function startTraces(endpoint: string | undefined, part: "serve" | "worker"): () => Promise<void> {
  if (!endpoint) return async () => undefined;
  const exporter = onlyHarmless(
    new OTLPTraceExporter({ url: addressOf(endpoint), timeoutMillis: SEND_TIMEOUT_MS }),
  );
  const sending = { scheduledDelayMillis: SEND_EVERY_MS, exportTimeoutMillis: SEND_TIMEOUT_MS };
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "contraprova", "service.part": part }),
    spanProcessors: [new BatchSpanProcessor({ exporter, ...sending })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  trace.setGlobalTracerProvider(provider);
  return () => provider.shutdown().catch(() => undefined);
}
