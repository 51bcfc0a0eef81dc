import { metricsResponse } from "#lib/entry/metrics.ts";

export const dynamic = "force-dynamic";

/** Figures of this program for Prometheus. */
export const GET = (request: Request): Promise<Response> => metricsResponse(request);
