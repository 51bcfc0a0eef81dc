import { auditExportResponse } from "#lib/entry/audit-files.ts";
import { currentLocale, userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";

export const dynamic = "force-dynamic";

/** Posted, because it leaves an event in the log that it gives away. */
export async function POST(request: Request): Promise<Response> {
  const [ctx, locale] = await Promise.all([userContext(), currentLocale()]);
  return fileOrNotKept(() => auditExportResponse(request, { ctx, locale }));
}
