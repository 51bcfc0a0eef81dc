import { itemWords } from "#app/(staff)/processes/lists/[id]/item-words.ts";
import { currentLocale, userContext } from "#lib/entry/current.ts";
import { listFileResponse } from "#lib/entry/list-file.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";

export const dynamic = "force-dynamic";

type Given = { params: Promise<{ id: string }> };

/** What became of a list, to work on elsewhere. */
export async function GET(_request: Request, { params }: Given): Promise<Response> {
  const [{ id }, ctx, locale] = await Promise.all([params, userContext(), currentLocale()]);
  return fileOrNotKept(() => listFileResponse(id, { ctx, locale, wordsOf: itemWords }));
}
