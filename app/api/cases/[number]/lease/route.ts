import { lossWords } from "#app/(staff)/cases/[number]/failure-words.ts";
import { leaseResponse } from "#lib/entry/case-lease.ts";
import { currentLocale, userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ number: string }> };

/** A sign of life from the open page of a case. */
export async function POST(request: Request, { params }: Props): Promise<Response> {
  const [ctx, locale, { number }] = await Promise.all([userContext(), currentLocale(), params]);
  return fileOrNotKept(() =>
    leaseResponse(request, number, { ctx, wordsOf: (lost) => lossWords(locale, lost) }),
  );
}
