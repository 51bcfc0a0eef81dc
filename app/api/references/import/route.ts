import { copier } from "#lib/entry/copier.ts";
import { currentLocale, userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";
import { importResponse } from "#lib/entry/reference-import.ts";

export const dynamic = "force-dynamic";

/** Past the proxy, which would hold the file in memory first; all that it does is done here. */
export async function POST(request: Request): Promise<Response> {
  const [ctx, locale] = await Promise.all([userContext(), currentLocale()]);
  return fileOrNotKept(() => importResponse(request, { ctx, locale }, copier));
}
