import { isReady, readiness } from "#lib/entry/readiness.ts";

export const dynamic = "force-dynamic";

/** Ready for requests: the database answers, has what this build needs, takes events, and its CPFs can be searched. */
export async function GET(): Promise<Response> {
  const state = await readiness();
  return Response.json(state, {
    status: isReady(state) ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
