import "server-only";
import { Forbidden } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { viewSelfie } from "#lib/features/reverifications/selfies.ts";
import { FILE_POLICY } from "./policy.ts";
import { tellRefusal } from "./refusal.ts";

/** For this page and this person alone, and for nothing but looking at. */
const SAFE_HEADERS = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": FILE_POLICY,
  "cross-origin-resource-policy": "same-origin",
};

/** Nobody signed in, no permission, no such picture: from outside all the same. */
const nothing = () => new Response(null, { status: 404, headers: SAFE_HEADERS });

const tooMany = (retryAfterS: number) =>
  new Response(null, { status: 429, headers: { ...SAFE_HEADERS, "retry-after": String(retryAfterS) } });

export async function selfieResponse(ctx: UserCtx | null, id: string): Promise<Response> {
  if (!ctx) return nothing();
  try {
    const viewed = await viewSelfie(ctx, id);
    if (!viewed.ok) return tooMany(viewed.failure.retryAfterS);
    if (!viewed.value) {
      await watch(ctx, "not_found");
      return nothing();
    }
    return new Response(new Uint8Array(viewed.value), {
      headers: {
        ...SAFE_HEADERS,
        "content-type": "image/jpeg",
        "content-disposition": 'inline; filename="selfie.jpg"',
      },
    });
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "picture");
    return nothing();
  }
}
