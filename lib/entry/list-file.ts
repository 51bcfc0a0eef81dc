import "server-only";
import { Forbidden } from "#lib/auth/roles.ts";
import { CSV_START, csvLine } from "#lib/csv.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { watch } from "#lib/features/limits/watching.ts";
import { type DownloadedItem, downloadList } from "#lib/features/lookups/downloading.ts";
import type { Locale } from "#lib/i18n/locale.ts";
import { FILE_POLICY } from "./policy.ts";
import { tellRefusal } from "./refusal.ts";

const SAFE_HEADERS = {
  "cache-control": "private, no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": FILE_POLICY,
  "cross-origin-resource-policy": "same-origin",
};

/** Nobody signed in, no permission, no such list: from outside all the same. */
const nothing = () => new Response(null, { status: 404, headers: SAFE_HEADERS });

type Cells = readonly (string | number)[];
type Asked = {
  ctx: UserCtx | null;
  locale: Locale;
  wordsOf: (locale: Locale) => { heads: Cells; cellsOf: (item: DownloadedItem) => Cells };
};

/** What became of each id of a list, as CSV. */
export async function listFileResponse(given: string, { ctx, locale, wordsOf }: Asked): Promise<Response> {
  if (!ctx) return nothing();
  try {
    const list = await downloadList(ctx, given);
    if (!list) {
      await watch(ctx, "not_found");
      return nothing();
    }
    const { heads, cellsOf } = wordsOf(locale);
    const lines = [heads, ...list.items.map(cellsOf)].map((cells) => csvLine(cells));
    return new Response(CSV_START + lines.join(""), {
      headers: {
        ...SAFE_HEADERS,
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="list-${list.id}.csv"`,
      },
    });
  } catch (error) {
    if (!(error instanceof Forbidden)) throw error;
    await tellRefusal(ctx, error.permission, "file");
    return nothing();
  }
}
