import { can } from "#lib/auth/roles.ts";
import { userContext } from "#lib/entry/current.ts";
import { isSandbox } from "#lib/entry/environment.ts";
import { drawSelfie } from "#lib/features/sandbox/selfie.ts";

export const dynamic = "force-dynamic";

const refused = (status: number): Response =>
  new Response(null, { status, headers: { "cache-control": "no-store" } });

/** A drawn picture that stands for a selfie, for whoever may start a re-verification; only in the sandbox. */
export async function GET(): Promise<Response> {
  if (!isSandbox()) return refused(404);
  const ctx = await userContext();
  if (!ctx) return refused(401);
  if (!can(ctx.actor, "reverification:start")) return refused(404);
  const picture = new Uint8Array(await drawSelfie(ctx));
  return new Response(picture, { headers: { "content-type": "image/jpeg", "cache-control": "no-store" } });
}
