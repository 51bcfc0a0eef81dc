import "server-only";
import { Forbidden } from "#lib/auth/roles.ts";
import { EXPORT_MAX_ROWS, exportInput } from "#lib/features/audit/export-schema.ts";
import { startAuditExport } from "#lib/features/audit/exporting.ts";
import { takeProofOfEvent } from "#lib/features/audit/proving.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { limitedText } from "./limited-text.ts";
import { FILE_POLICY } from "./policy.ts";
import { tellRefusal } from "./refusal.ts";
import { isFromOurPages } from "./same-origin.ts";
import { streamOf } from "./stream-of.ts";

const SAFE_HEADERS = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": FILE_POLICY,
  "cross-origin-resource-policy": "same-origin",
};
const FORM_MAX_BYTES = 16_384;
const TYPES = { csv: "text/csv; charset=utf-8", jsonl: "application/jsonl; charset=utf-8" };

const said = (status: number, text: string | null = null) =>
  new Response(text, { status, headers: { ...SAFE_HEADERS, "content-type": "text/plain; charset=utf-8" } });
/** Nobody signed in, no permission, no such thing: from outside all the same. */
const nothing = () => said(404);

type Who = { ctx: UserCtx | null; locale: Locale };

/** The events that the filters show as a file that is written while it is read. */
export async function auditExportResponse(request: Request, { ctx, locale }: Who): Promise<Response> {
  if (!ctx) return nothing();
  if (!isFromOurPages(request.headers)) return said(403);
  return orNothing(ctx, async () => {
    const input = exportInput.safeParse(await membersOf(request));
    if (!input.success) return said(400, translatorFor(locale, "errors")("field.other"));
    const started = await startAuditExport(ctx, input.data);
    const t = translatorFor(locale, "audit");
    if (!started.ok) {
      return started.failure.code === "too_large"
        ? said(422, t("export.tooMany", { max: EXPORT_MAX_ROWS }))
        : said(429, t("tooOften", { seconds: started.failure.retryAfterS }));
    }
    const { format, chunks } = started.value;
    const name = `audit-${ctx.now().toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z.${format}`;
    return new Response(streamOf(chunks), {
      headers: {
        ...SAFE_HEADERS,
        "content-type": TYPES[format],
        "content-disposition": `attachment; filename="${name}"`,
      },
    });
  });
}

/** One event's proof as a file; there is none yet while the event waits for its seal. */
export async function auditProofResponse(seq: string, { ctx, locale }: Who): Promise<Response> {
  const number = /^[1-9]\d{0,15}$/.test(seq) ? Number(seq) : 0;
  if (!ctx || !Number.isSafeInteger(number) || number === 0) return nothing();
  return orNothing(ctx, async () => {
    const proof = await takeProofOfEvent(ctx, number);
    const t = translatorFor(locale, "audit");
    if (!proof.ok) {
      const { failure } = proof;
      if (failure.code === "too_many") return said(429, t("tooOften", { seconds: failure.retryAfterS }));
      return failure.code === "not_found" ? nothing() : said(409, t("event.notSealed"));
    }
    return new Response(`${JSON.stringify(proof.value, null, 2)}\n`, {
      headers: {
        ...SAFE_HEADERS,
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="audit-event-${number}-proof.json"`,
      },
    });
  });
}

/** A refusal of the service reads as "not there", and is audited. */
async function orNothing(ctx: UserCtx, run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "file");
    return nothing();
  }
}

/** A form without files; null for everything else. A repeated name is a list. */
async function membersOf(request: Request): Promise<Record<string, unknown> | null> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return null;
  const body = await limitedText(request, FORM_MAX_BYTES);
  if ("trouble" in body) return null;
  const form = new URLSearchParams(body.text);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}
