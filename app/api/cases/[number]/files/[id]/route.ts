import { attachmentResponse } from "#lib/entry/case-attachments.ts";
import { currentLocale, userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ number: string; id: string }> };

export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const [ctx, locale, { number, id }] = await Promise.all([userContext(), currentLocale(), params]);
  return fileOrNotKept(() => attachmentResponse(number, id, { ctx, locale }));
}

/** To ask whether there is a file is not to take it. */
export const HEAD = () => new Response(null, { status: 405, headers: { allow: "GET" } });
