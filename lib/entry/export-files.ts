import "server-only";
import { Forbidden } from "#lib/auth/roles.ts";
import { StepUpNeeded } from "#lib/features/accounts/stepping-up.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { downloadExport, readManifest } from "#lib/features/exports/downloading.ts";
import { manifestNameOf, writeManifest } from "#lib/features/exports/manifest.ts";
import { exportId } from "#lib/features/exports/schema.ts";
import { watch } from "#lib/features/limits/watching.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { callPrice } from "./environment.ts";
import { FILE_POLICY } from "./policy.ts";
import { tellRefusal } from "./refusal.ts";
import { exportRows } from "./services.ts";
import { streamOf } from "./stream-of.ts";

const SAFE_HEADERS = {
  // Compressed on the way, its first bytes would leave when a buffer is full.
  "cache-control": "private, no-store, no-transform",
  "x-content-type-options": "nosniff",
  "content-security-policy": FILE_POLICY,
  "cross-origin-resource-policy": "same-origin",
};
const TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pdf: "application/pdf",
};
type Who = { ctx: UserCtx | null; locale: Locale };

const said = (status: number, text: string | null = null) =>
  new Response(text, { status, headers: { ...SAFE_HEADERS, "content-type": "text/plain; charset=utf-8" } });
/** Nobody signed in, no permission, somebody else's: from outside all the same. */
const nothing = () => said(404);
const attached = (name: string) => ({ "content-disposition": `attachment; filename="${name}"` });

/** The file, for nobody but who asked for it. */
export async function exportDownloadResponse(id: string, { ctx, locale }: Who): Promise<Response> {
  const asked = exportId.safeParse({ id });
  if (!ctx || !asked.success) return nothing();
  return orNothing(ctx, locale, async () => {
    const found = await downloadExport({ ...ctx, rows: exportRows(), callPrice: callPrice() }, asked.data.id);
    const t = translatorFor(locale, "exports");
    if (!found.ok) {
      const { failure } = found;
      if (failure.code === "too_many")
        return said(429, t("refusal.too_many", { seconds: failure.retryAfterS }));
      if (failure.code === "too_many_running") return said(429, t("refusal.too_many_running"));
      if (failure.code === "damaged" || failure.code === "unreadable")
        return said(410, t(`refusal.${failure.code}`));
      if (failure.code === "not_now") return said(409, t("refusal.not_now"));
      await watch(ctx, "not_found");
      return nothing();
    }
    const { name, format, bytes, pieces } = found.value;
    return new Response(streamOf(pieces), {
      headers: {
        ...SAFE_HEADERS,
        ...attached(name),
        "content-type": TYPES[format],
        ...(bytes === null ? {} : { "content-length": String(bytes) }),
      },
    });
  });
}

/** What is told of the file, to lie beside it. */
export async function exportManifestResponse(id: string, { ctx, locale }: Who): Promise<Response> {
  const asked = exportId.safeParse({ id });
  if (!ctx || !asked.success) return nothing();
  return orNothing(ctx, locale, async () => {
    const manifest = await readManifest(ctx, asked.data.id);
    if (!manifest) return nothing();
    return new Response(writeManifest(manifest), {
      headers: {
        ...SAFE_HEADERS,
        ...attached(manifestNameOf(manifest.file.name)),
        "content-type": "application/json; charset=utf-8",
      },
    });
  });
}

/** A refusal of the service reads as "not there", and is audited. */
async function orNothing(ctx: UserCtx, locale: Locale, run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof StepUpNeeded) return said(403, translatorFor(locale, "exports")("refusal.prove"));
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "file");
    return nothing();
  }
}
