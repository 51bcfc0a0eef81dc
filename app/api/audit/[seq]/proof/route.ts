import { auditProofResponse } from "#lib/entry/audit-files.ts";
import { currentLocale, userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ seq: string }> };

/** The proof that one event stands in the log as it was written, for somebody who does not trust this program. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const [ctx, locale, { seq }] = await Promise.all([userContext(), currentLocale(), params]);
  return fileOrNotKept(() => auditProofResponse(seq, { ctx, locale }));
}
