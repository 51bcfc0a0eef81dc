import { LookUp } from "#app/(staff)/processes/look-up.tsx";
import { OUTCOME_GLYPHS } from "#app/(staff)/processes/outcome-words.ts";
import { Recent } from "#app/(staff)/processes/recent.tsx";
import { Tabs } from "#app/(staff)/processes/tabs.tsx";
import { Page } from "#components/shell/page.tsx";
import { Note } from "#components/ui/note.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { pageWords } from "#lib/entry/page.ts";
import type { ForgottenProcess } from "#lib/features/processes/forgotten.ts";
import { shortId } from "#lib/format.ts";
import { Refresh } from "./refresh.tsx";

/**
 * A process whose answers are past the days they are kept, went with the person or cannot be read any more: what is left,
 * and what to do.
 */
export async function Forgotten({ process }: { process: ForgottenProcess }) {
  const { words, format } = await pageWords();
  const t = words("processes");
  const { id, outcome, lastSeenAt, keptDays, erasedAt, isUnreadable } = process;
  return (
    <Page dock={<Recent current={id} />} dockLabel={t("recent")}>
      <div className="bg-canvas">
        <PageHead title={t("one", { id: shortId(id) })} actions={<Refresh processId={id} />} />
        <Tabs />
        <LookUp value={id} />
      </div>
      <div className="flex flex-col gap-5 border-t border-line p-6 phone:p-4">
        {isUnreadable ? (
          <Note tone="doubt" role="status" title={t("forgotten.unreadableTitle")}>
            {t("forgotten.unreadableText", { day: format.date(lastSeenAt) })}
          </Note>
        ) : (
          <Note tone="doubt" role="status" title={t(erasedAt ? "forgotten.erasedTitle" : "forgotten.title")}>
            {erasedAt
              ? t("forgotten.erasedText", { day: format.date(erasedAt) })
              : t("forgotten.text", { day: format.date(lastSeenAt), days: keptDays })}
          </Note>
        )}
        <div>
          <h2 className="pb-2 text-base font-semibold">{t("forgotten.left")}</h2>
          <Verdict glyph={OUTCOME_GLYPHS[outcome]} word={t(`outcome.${outcome}`)} />
        </div>
      </div>
    </Page>
  );
}
