import "server-only";
import { Forbidden } from "#lib/auth/roles.ts";
import { type CaseFile, makeCaseFile } from "#lib/features/case-file/service.ts";
import { isCaseNumber } from "#lib/features/cases/number.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { watch } from "#lib/features/limits/watching.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import type { PdfBlock, PdfPaper } from "#lib/pdf/model.ts";
import { writePdf } from "#lib/pdf/write.ts";
import { FILE_POLICY } from "./policy.ts";
import { tellRefusal } from "./refusal.ts";
import { sayTooMany } from "./too-many.ts";

const SAFE_HEADERS = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": FILE_POLICY,
  "cross-origin-resource-policy": "same-origin",
};

/** Nobody signed in, no permission, no such case: from outside all the same. */
const nothing = () => new Response(null, { status: 404, headers: SAFE_HEADERS });

type Asked = {
  ctx: UserCtx | null;
  locale: Locale;
  paperOf: (locale: Locale, file: CaseFile) => { paper: PdfPaper; blocks: PdfBlock[] };
};

/** A case as PDF, kept nowhere: made for this person at this moment. */
export async function caseFileResponse(number: string, { ctx, locale, paperOf }: Asked): Promise<Response> {
  if (!ctx || !isCaseNumber(number)) return nothing();
  const nameless = translatorFor(locale, "caseFile")("nameless");
  const draw = (file: CaseFile) => {
    const { paper, blocks } = paperOf(locale, file);
    return writePdf(paper, blocks);
  };
  try {
    const made = await makeCaseFile(ctx, Number(number), { draw, nameless });
    if (made.ok) {
      return new Response(new Uint8Array(made.value.bytes), {
        headers: {
          ...SAFE_HEADERS,
          "content-type": "application/pdf",
          "content-disposition": `attachment; filename="case-${number}.pdf"`,
        },
      });
    }
    if (made.failure.code === "too_many") {
      const { retryAfterS } = made.failure;
      const headers = { ...SAFE_HEADERS, "content-type": "text/plain; charset=utf-8" };
      return new Response(sayTooMany(locale, made.failure), {
        status: 429,
        headers: { ...headers, "retry-after": String(retryAfterS) },
      });
    }
    await watch(ctx, "not_found");
    return nothing();
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "file");
    return nothing();
  }
}
