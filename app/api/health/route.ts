export const dynamic = "force-dynamic";

/** Alive: this process answers, whatever its database does. */
export function GET(): Response {
  return new Response("ok", { headers: { "content-type": "text/plain", "cache-control": "no-store" } });
}
