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
import { withoutCpfs } from "#lib/privacy/mask.ts";

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

/** The same span with its name, its times and its place, and nothing of what it was about. */
function harmless(span: ReadableSpan): ReadableSpan {
  const [name = ""] = span.name.split("?");
  return Object.create(span, {
    name: { value: withoutCpfs(name) },
    attributes: { value: harmlessOf(span.attributes) },
    events: { value: [] },
    links: { value: [] },
    status: { value: { code: span.status.code } },
  });
}

const onlyHarmless = (exporter: SpanExporter): SpanExporter => ({
  export: (spans, done) => exporter.export(spans.map(harmless), done),
  shutdown: () => exporter.shutdown(),
  forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
});

/** Who stops does not wait longer for a collector that is away. */
const SEND_TIMEOUT_MS = 3_000;

/**
 * Sends what took how long to an OpenTelemetry collector (OTLP over HTTP, `endpoint`/v1/traces): requests, requests to
 * Unico, jobs; nothing where there is none. A caller's own trace is not taken up: it comes from outside. Gives back what
 * sends the rest before a stop.
 */
export function startTraces(endpoint: string | undefined, part: "serve" | "worker"): () => Promise<void> {
  if (!endpoint) return async () => undefined;
  const url = `${endpoint.replace(/\/$/, "")}/v1/traces`;
  const exporter = onlyHarmless(new OTLPTraceExporter({ url, timeoutMillis: SEND_TIMEOUT_MS }));
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": "contraprova", "service.part": part }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: SEND_TIMEOUT_MS })],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  trace.setGlobalTracerProvider(provider);
  return () => provider.shutdown().catch(() => undefined);
}
