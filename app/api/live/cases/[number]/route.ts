import { liveCase } from "#lib/entry/live.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ number: string }> };

/** What is new in a case, and who else has it open. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  return liveCase(request, (await params).number);
}
