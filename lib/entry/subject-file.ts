import "server-only";
import { Forbidden } from "#lib/auth/roles.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { titularFile } from "#lib/features/titular/file.ts";
import { fileInput } from "#lib/features/titular/schema.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { limitedText } from "./limited-text.ts";
import { FILE_POLICY } from "./policy.ts";
import { tellRefusal } from "./refusal.ts";
import { isFromOurPages } from "./same-origin.ts";
import { sayTooMany } from "./too-many.ts";

const SAFE_HEADERS = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": FILE_POLICY,
  "cross-origin-resource-policy": "same-origin",
};
const FORM_MAX_BYTES = 1_024;

const said = (status: number, text: string | null = null) =>
  new Response(text, { status, headers: { ...SAFE_HEADERS, "content-type": "text/plain; charset=utf-8" } });

type Who = { ctx: UserCtx | null; locale: Locale };

/** All that is held on one person, for the person: recorded whole before the first byte leaves. */
export async function subjectFileResponse(
  request: Request,
  subject: string,
  { ctx, locale }: Who,
): Promise<Response> {
  if (!ctx) return said(404);
  if (!isFromOurPages(request.headers)) return said(403);
  const type = request.headers.get("content-type") ?? "";
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(type);
  const body = isForm ? await limitedText(request, FORM_MAX_BYTES) : { trouble: "unreadable" as const };
  const reason = "trouble" in body ? null : new URLSearchParams(body.text).get("reason");
  const input = fileInput.safeParse({ subject: subject.toLowerCase(), reason });
  const t = translatorFor(locale, "errors");
  if (!input.success) return said(400, t("field.reason"));
  try {
    const file = await titularFile(ctx, input.data);
    if (!file.ok)
      return file.failure.code === "too_many" ? said(429, sayTooMany(locale, file.failure)) : said(404);
    return new Response(`${JSON.stringify(file.value, null, 2)}\n`, {
      headers: {
        ...SAFE_HEADERS,
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="titular-${input.data.subject}.json"`,
      },
    });
  } catch (error) {
    if (error instanceof StepUpNeeded) return said(403, t("refusal.forbidden"));
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "file");
    return said(404);
  }
}
