import "server-only";
import { Forbidden } from "#lib/auth/roles.ts";
import { CSV_START, csvLine } from "#lib/csv.ts";
import type { Copier } from "#lib/db/copying.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { findImport, refusalBatches } from "#lib/features/references/import-reading.ts";
import { BrokenOff, receiveImport } from "#lib/features/references/import-receiving.ts";
import { importInput, MOST_BYTES } from "#lib/features/references/import-schema.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { FILE_POLICY } from "./policy.ts";
import { tellRefusal } from "./refusal.ts";
import { isFromOurPages } from "./same-origin.ts";
import { streamOf } from "./stream-of.ts";
import { sayTooMany } from "./too-many.ts";

const SAFE_HEADERS = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": FILE_POLICY,
  "cross-origin-resource-policy": "same-origin",
};
const MEGABYTE = 1_048_576;

const said = (status: number, text: string | null = null) =>
  new Response(text, { status, headers: { ...SAFE_HEADERS, "content-type": "text/plain; charset=utf-8" } });
/** Nobody signed in, no permission: from outside all the same. */
const nothing = () => said(404);

type Who = { ctx: UserCtx | null; locale: Locale };

/**
 * A file as the body of a request, read while it is sent and never whole in memory. No form of another site can send one:
 * its type needs their script to ask first, which nobody answers, and where it comes from is checked besides.
 */
export async function importResponse(
  request: Request,
  { ctx, locale }: Who,
  copier: () => Copier,
): Promise<Response> {
  if (!ctx) return nothing();
  if (!isFromOurPages(request.headers)) return said(403);
  const t = translatorFor(locale, "imports");
  const input = importInput.safeParse({ mode: new URL(request.url).searchParams.get("mode") });
  const isCsv = /^text\/csv\b/i.test(request.headers.get("content-type") ?? "");
  if (!input.success || !isCsv || !request.body) return said(400, t("form.fileMissing"));
  if (Number(request.headers.get("content-length")) > MOST_BYTES)
    return said(413, t("problem.too_large", { most: String(MOST_BYTES / MEGABYTE) }));
  try {
    const received = await receiveImport(ctx, { ...input.data, body: request.body, copier: copier() });
    if (received.ok) return Response.json(received.value, { status: 201, headers: SAFE_HEADERS });
    const { failure } = received;
    return failure.code === "too_many"
      ? said(429, sayTooMany(locale, failure))
      : said(409, t("form.key_changing"));
  } catch (error) {
    if (error instanceof Forbidden) {
      await tellRefusal(ctx, error.permission, "file");
      return nothing();
    }
    if (!(error instanceof BrokenOff)) throw error;
    // Whoever broke off hears nothing of it; a proxy in between is told.
    return said(400, t("form.brokenOff"));
  }
}

/** The refused lines of one import as a file, written while it is read; nothing of what stood in them. */
export async function importReportResponse(id: string, { ctx, locale }: Who): Promise<Response> {
  if (!ctx) return nothing();
  try {
    const found = await findImport(ctx, id);
    if (!found) return nothing();
    return new Response(streamOf(reportLines(ctx, found.id, locale)), {
      headers: {
        ...SAFE_HEADERS,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="refused-lines-${found.id}.csv"`,
      },
    });
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "file");
    return nothing();
  }
}

async function* reportLines(ctx: UserCtx, id: string, locale: Locale): AsyncGenerator<string> {
  const t = translatorFor(locale, "imports");
  yield CSV_START + csvLine([t("refusal.line"), t("refusal.field"), t("refusal.reason")]);
  for await (const rows of refusalBatches(ctx, id)) {
    const lines = rows.map(({ line, field, reason }) =>
      csvLine([line, t(`field.${field}`), t(`reason.${reason}`)]),
    );
    yield lines.join("");
  }
}
