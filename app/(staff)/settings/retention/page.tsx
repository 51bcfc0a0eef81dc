import type { Metadata } from "next";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { orNotFound, pageContext, pageWords } from "#lib/entry/page.ts";
import { readRetention } from "#lib/features/retention/settings.ts";
import { Holds } from "./holds.tsx";
import { Keys } from "./keys.tsx";
import { RetentionForm } from "./retention-form.tsx";
import { Runs } from "./runs.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("privacy")("retention.title") };
}

/** How long what is kept, what the last nights removed, who is under legal hold, and under which key data lies. */
export default async function RetentionPage() {
  const { ctx, words, format } = await pageContext("settings:manage");
  const retention = await orNotFound(ctx, readRetention(ctx));
  const t = words("privacy");
  const given = { t, format };
  return (
    <Page>
      <PageHead title={t("retention.title")} />
      <div className="flex flex-col gap-8 border-t border-line p-6 phone:p-4">
        <p className="max-w-prose text-ink-2">{t("retention.text")}</p>
        <RetentionForm
          // Drawn anew from what was saved.
          key={retention.version}
          version={retention.version}
          rows={retention.settings.map(({ class: name, days, changedBy, changedAt }) => ({
            name,
            days,
            label: t("retention.days", { name: t(`retention.class.${name}`) }),
            hint: [
              t(`retention.hint.${name}`),
              ...(changedBy
                ? [t("retention.changed", { name: changedBy.name, when: format.dateTime(changedAt) })]
                : []),
            ].join("; "),
          }))}
          words={{
            save: t("retention.save"),
            saving: t("retention.saving"),
            saved: t("retention.saved"),
          }}
        />
        <Runs runs={retention.runs} given={given} />
        <Holds holds={retention.holds} count={retention.holdCount} given={given} />
        <Keys
          rotations={retention.rotations}
          newest={retention.newestKey}
          newestIndex={retention.newestIndexKey}
          given={given}
        />
      </div>
    </Page>
  );
}
