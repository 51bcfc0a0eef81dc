import { type Attributes, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/** Whose spans are named by us, after nobody. */
export const OWN_SCOPE = "contraprova";
const tracer = () => trace.getTracer(OWN_SCOPE);

/** Runs it as one span, under whichever is under way. Costs nothing where no traces are sent. */
export const inSpan = <T>(name: string, attributes: Attributes, run: () => Promise<T>): Promise<T> =>
  tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await run();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });

type Ended = { name: string; endedAt: Date; durationMs: number; isFailed: boolean; attributes: Attributes };

/** Tells of a request of ours to somebody else once it is over. */
export function spanOfRequest({ name, endedAt, durationMs, isFailed, attributes }: Ended): void {
  const startTime = new Date(endedAt.getTime() - durationMs);
  const span = tracer().startSpan(name, { kind: SpanKind.CLIENT, startTime, attributes });
  if (isFailed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end(endedAt);
}
