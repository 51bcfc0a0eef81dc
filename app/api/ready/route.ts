import { readiness } from "#lib/entry/readiness.ts";

export const dynamic = "force-dynamic";

/** Ready for requests: the database answers and has what this build needs. */
export async function GET(): Promise<Response> {
  const state = await readiness();
  const isReady = state.database === "up" && state.migrations === "done";
  return Response.json(state, { status: isReady ? 200 : 503, headers: { "cache-control": "no-store" } });
}
