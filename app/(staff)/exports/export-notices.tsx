import Link from "next/link";
import { NOTICES, type Notice } from "#lib/features/exports/noticing.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { DismissNotice } from "./dismiss-notice.tsx";
import { EXPORTS_PATH } from "./paths.ts";

type Props = { notices: readonly Notice[]; t: Translator<"exports"> };

/** What became of the files that were made meanwhile, with the way to them; stays until they are taken in or dismissed. */
export function ExportNotices({ notices, t }: Props) {
  return NOTICES.map((kind) => {
    const found = notices.find((notice) => notice.kind === kind);
    return (
      <DismissNotice
        key={kind}
        kind={kind}
        notice={found ? { title: t(`notice.${kind}`, { count: found.count }), ends: found.ends } : null}
        words={{ dismiss: t("notice.dismiss"), dismissed: t("notice.dismissed") }}
      >
        <Link className="link" href={hrefOf(EXPORTS_PATH, { state: [kind], by: ["me"] })} prefetch={false}>
          {t("notice.show")}
        </Link>
      </DismissNotice>
    );
  });
}
