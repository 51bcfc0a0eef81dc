import { caseFileResponse } from "#lib/entry/case-file.ts";
import { currentLocale, userContext } from "#lib/entry/current.ts";
import { fileOrNotKept } from "#lib/entry/not-kept.ts";
import { casePaper } from "./paper.ts";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ number: string }> };

/** The case as a file to hand to an auditor. */
export async function GET(_request: Request, { params }: Props): Promise<Response> {
  const [ctx, locale, { number }] = await Promise.all([userContext(), currentLocale(), params]);
  return fileOrNotKept(() => caseFileResponse(number, { ctx, locale, paperOf: casePaper }));
}

/** To ask whether there is a file is not to take it. */
export const HEAD = () => new Response(null, { status: 405, headers: { allow: "GET" } });
