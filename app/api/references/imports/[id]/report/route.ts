import { currentLocale, userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";
import { importReportResponse } from "#lib/entry/reference-import.ts";

export const dynamic = "force-dynamic";

type Given = { params: Promise<{ id: string }> };

export async function GET(_request: Request, { params }: Given): Promise<Response> {
  const [{ id }, ctx, locale] = await Promise.all([params, userContext(), currentLocale()]);
  return fileOrNotKept(() => importReportResponse(id, { ctx, locale }));
}
