import "server-only";
import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { env } from "#lib/env.ts";
import { readMetrics } from "#lib/features/metrics/service.ts";
import { services } from "./services.ts";

const NEVER_KEPT = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
const digest = (text: string) => createHash("sha256").update(text).digest();

type Settings = { readonly METRICS_TOKEN: string | undefined; readonly UNICO_ENV: string };

/**
 * Figures for whoever brings `METRICS_TOKEN`. Without that setting the demo shows them to everybody, and a real
 * environment has no such page: an address behind a proxy says nothing of who asks.
 */
export async function metricsResponse(
  request: Request,
  settings: Settings = env(),
  read = () => readMetrics(services({ id: randomUUID(), address: null })),
): Promise<Response> {
  const { METRICS_TOKEN: token, UNICO_ENV } = settings;
  if (!token && UNICO_ENV !== "sandbox") return new Response(null, { status: 404, headers: NEVER_KEPT });
  const said = request.headers.get("authorization") ?? "";
  if (token && !timingSafeEqual(digest(said), digest(`Bearer ${token}`)))
    return new Response(null, { status: 401, headers: { ...NEVER_KEPT, "www-authenticate": "Bearer" } });
  return new Response(await read(), {
    headers: { ...NEVER_KEPT, "content-type": "text/plain; version=0.0.4; charset=utf-8" },
  });
}
