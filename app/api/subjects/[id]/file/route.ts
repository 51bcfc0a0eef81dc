import { currentLocale, userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";
import { subjectFileResponse } from "#lib/entry/subject-file.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

/** Posted, because it leaves an event in the log. */
export async function POST(request: Request, { params }: Props): Promise<Response> {
  const [ctx, locale, { id }] = await Promise.all([userContext(), currentLocale(), params]);
  return fileOrNotKept(() => subjectFileResponse(request, id, { ctx, locale }));
}
