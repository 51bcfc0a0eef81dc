/** Next calls it once, before the first request. */
export async function register(): Promise<void> {
  // In this form, and in no other, the bundler leaves Node's modules out of the edge's half.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { letHeapGrow } = await import("#lib/entry/heap.ts");
    letHeapGrow();
    const { logConsole } = await import("#lib/log/console.ts");
    logConsole();
    const { startTraces } = await import("#lib/log/traces.ts");
    const { env } = await import("#lib/env.ts");
    startTraces(env().OTEL_EXPORTER_OTLP_ENDPOINT, "serve");
    const { readAddressesAsText } = await import("#lib/entry/readable-address.ts");
    readAddressesAsText();
    const { linesOfProcess } = await import("#lib/live/stream.ts");
    linesOfProcess();
  }
}
