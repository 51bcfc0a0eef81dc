import "server-only";
import { assertCan, Forbidden } from "#lib/auth/roles.ts";
import { CSV_START, csvLine } from "#lib/csv.ts";
import type { Copier } from "#lib/db/copying.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { TooMany } from "#lib/features/limits/limits.ts";
import { findImport, refusalBatches } from "#lib/features/references/import-reading.ts";
import { BrokenOff, receiveImport } from "#lib/features/references/import-receiving.ts";
import {
  type ImportMode,
  importInput,
  MOST_BYTES,
  type UploadRefusal,
} from "#lib/features/references/import-schema.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { BrokenForm } from "./multipart.ts";
import { FILE_POLICY } from "./policy.ts";
import { tellRefusal } from "./refusal.ts";
import { isFromOurPages } from "./same-origin.ts";
import { streamOf } from "./stream-of.ts";
import { sayTooMany } from "./too-many.ts";
import { FORM_MAX_BYTES, isUploadForm, readUploadForm } from "./upload-form.ts";

const SAFE_HEADERS = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": FILE_POLICY,
  "cross-origin-resource-policy": "same-origin",
};
const MEGABYTE = 1_048_576;
const PATH = "/references/import";

const said = (status: number, text: string | null = null) =>
  new Response(text, { status, headers: { ...SAFE_HEADERS, "content-type": "text/plain; charset=utf-8" } });
/** Nobody signed in, no permission: from outside all the same. */
const nothing = () => said(404);

type Who = { ctx: UserCtx | null; locale: Locale };
type Refused = { code: Exclude<UploadRefusal, "too_many"> } | TooMany;

/**
 * A file as the body of a request, or as a form without script sends it: read while it is sent and never whole in memory.
 * A form of another site can send one as well, so where it comes from is asked first.
 */
export async function importResponse(
  request: Request,
  { ctx, locale }: Who,
  copier: () => Copier,
): Promise<Response> {
  if (!ctx) return nothing();
  if (!isFromOurPages(request.headers)) return said(403);
  const isForm = isUploadForm(request.headers.get("content-type"));
  const refuse = (failure: Refused) => (isForm ? backToForm(failure) : refusal(locale, failure));
  const most = MOST_BYTES + (isForm ? FORM_MAX_BYTES : 0);
  try {
    // Before a byte of the body is read.
    assertCan(ctx.actor, "reference:import");
    if (Number(request.headers.get("content-length")) > most) return refuse({ code: "too_large" });
    const sent = await (isForm ? sentByForm(request) : sentByScript(request));
    if (!sent) return refuse({ code: "file_missing" });
    const received = await receiveImport(ctx, { ...sent, copier: copier() });
    if (!received.ok) return refuse(received.failure);
    return isForm
      ? seeOther(`${PATH}/${received.value.id}`)
      : Response.json(received.value, { status: 201, headers: SAFE_HEADERS });
  } catch (error) {
    if (error instanceof Forbidden) {
      await tellRefusal(ctx, error.permission, "file");
      return nothing();
    }
    if (!(error instanceof BrokenOff || error instanceof BrokenForm)) throw error;
    // Whoever broke off hears nothing of it; a proxy in between is told.
    return refuse({ code: "broken_off" });
  }
}

type Sent = { mode: ImportMode; body: AsyncIterable<Uint8Array> } | null;

function sentByScript({ url, headers, body }: Request): Sent {
  const input = importInput.safeParse({ mode: new URL(url).searchParams.get("mode") });
  const isCsv = /^text\/csv\b/i.test(headers.get("content-type") ?? "");
  return input.success && isCsv && body ? { ...input.data, body } : null;
}

async function sentByForm({ headers, body }: Request): Promise<Sent> {
  const form = body && (await readUploadForm(headers.get("content-type"), body));
  const input = importInput.safeParse({ mode: form?.fields.get("mode") });
  return form && input.success ? { ...input.data, body: form.file } : null;
}

const seeOther = (location: string) =>
  new Response(null, { status: 303, headers: { ...SAFE_HEADERS, location } });

const backToForm = (failure: Refused) =>
  seeOther(
    hrefOf(PATH, {
      refused: failure.code,
      ...(failure.code === "too_many" ? { seconds: failure.retryAfterS } : {}),
    }),
  );

function refusal(locale: Locale, failure: Refused): Response {
  const t = translatorFor(locale, "imports");
  switch (failure.code) {
    case "too_many":
      return said(429, sayTooMany(locale, failure));
    case "too_large":
      return said(413, t("problem.too_large", { most: String(MOST_BYTES / MEGABYTE) }));
    case "key_changing":
      return said(409, t("form.key_changing"));
    case "file_missing":
      return said(400, t("form.fileMissing"));
    case "broken_off":
      return said(400, t("form.brokenOff"));
  }
}

/** The refused lines of one import as a file, written while it is read; nothing of what stood in them. */
export async function importReportResponse(id: string, { ctx, locale }: Who): Promise<Response> {
  if (!ctx) return nothing();
  try {
    const found = await findImport(ctx, id);
    if (!found || found.isReportGone) return nothing();
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
