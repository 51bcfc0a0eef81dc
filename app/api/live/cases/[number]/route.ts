import { liveCase, refuseHead } from "#lib/entry/live.ts";

export const dynamic = "force-dynamic";
export const HEAD = refuseHead;

type Props = { params: Promise<{ number: string }> };

/** What is new in a case, and who else has it open. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  return liveCase(request, (await params).number);
}
