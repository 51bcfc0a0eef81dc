import { currentLocale, userContext } from "#lib/entry/current.ts";
import { exportManifestResponse } from "#lib/entry/export-files.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const [ctx, locale, { id }] = await Promise.all([userContext(), currentLocale(), params]);
  return fileOrNotKept(() => exportManifestResponse(id, { ctx, locale }));
}
