import { attachResponse } from "#lib/entry/case-attachments.ts";
import { currentLocale, userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ number: string }> };

/** Past the proxy, which would hold the files in memory first; all that it does is done here. */
export async function POST(request: Request, { params }: Props): Promise<Response> {
  const [ctx, locale, { number }] = await Promise.all([userContext(), currentLocale(), params]);
  return fileOrNotKept(() => attachResponse(request, number, { ctx, locale }));
}
