import { userContext } from "#lib/entry/current.ts";
import { sdkFolder } from "#lib/entry/environment.ts";
import { sdkFile } from "#lib/entry/sdk-file.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ file: string[] }> };

/** Unico's Web SDK from this host: it is loaded by one page, and never from elsewhere. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const found = (await userContext()) && (await sdkFile(sdkFolder(), (await params).file));
  if (!found) return new Response(null, { status: 404, headers: { "cache-control": "no-store" } });
  return new Response(new Uint8Array(found.bytes), {
    headers: { "content-type": found.type, "cache-control": "private, max-age=3600" },
  });
}
