import "server-only";
import { Forbidden } from "#lib/auth/roles.ts";
import { isCaseNumber } from "#lib/features/cases/number.ts";
import { keepCase } from "#lib/features/cases/service.ts";
import type { CaseFailure } from "#lib/features/cases/step.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { tellRefusal } from "./refusal.ts";
import { isFromOurPages } from "./same-origin.ts";

const said = (status: number, text: string | null = null) =>
  new Response(text, {
    status,
    headers: {
      "cache-control": "private, no-store",
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
    },
  });

type Who = { ctx: UserCtx | null; wordsOf: (failure: CaseFailure) => string };

/** Nothing while the case is in one's hands, words once it is not. */
export async function leaseResponse(request: Request, number: string, who: Who): Promise<Response> {
  const { ctx, wordsOf } = who;
  if (!ctx || !isCaseNumber(number)) return said(404);
  if (!isFromOurPages(request.headers)) return said(403);
  try {
    const kept = await keepCase(ctx, Number(number));
    if (kept.ok) return said(204);
    return kept.failure.code === "case_unknown" ? said(404) : said(200, wordsOf(kept.failure));
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "lease");
    return said(404);
  }
}
