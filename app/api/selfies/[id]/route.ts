import { userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";
import { selfieResponse } from "#lib/entry/selfie-response.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ id: string }> };

/** The kept copy of what was compared, for those who may see it. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const [ctx, { id }] = await Promise.all([userContext(), params]);
  return fileOrNotKept(() => selfieResponse(ctx, id));
}
