import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { z } from "zod";
import { Page } from "#components/shell/page.tsx";
import { Note } from "#components/ui/note.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { captureSettings, isSandbox } from "#lib/entry/environment.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { readStartForm } from "#lib/features/reverifications/reading.ts";
import { REASONS } from "#lib/features/reverifications/schema.ts";
import { id, one, type Params, readAddress, whole } from "#lib/table/address.ts";
import { cardOf } from "./card.ts";
import { StartDock } from "./dock.tsx";
import { isReplaceable, Replacing } from "./replacing.tsx";
import { StartForm } from "./start-form.tsx";
import { startWords } from "./start-words.ts";

const address = z.object({ reference: id(), case: whole(), replaces: id(), sample: one(["1"]) });

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("reverifications")("newTitle") };
}

export default async function NewReverificationPage({ searchParams }: { searchParams: Promise<Params> }) {
  const { ctx, words, format } = await pageContext("reverification:start");
  const { filter, dropped } = readAddress(address, await searchParams);
  const { subsidiaries, reference, replaces, stopped, rules } = await readStartForm(ctx, filter);
  const t = words("reverifications");
  const verdicts = words("verdicts");
  const card = reference && cardOf(reference, t, format);
  return (
    <Page
      dock={<StartDock card={card} rules={rules} t={t} verdicts={verdicts} />}
      dockLabel={t("start.willCompare")}
    >
      <PageHead
        title={t("newTitle")}
        back={{ href: "/reverifications", label: t("title") }}
        meta={filter.case ? <span>{t("start.forCase", { number: String(filter.case) })}</span> : null}
      />
      <div className="flex flex-col gap-3 px-6 phone:px-4">
        {dropped.length > 0 ? (
          <Note role="status" tone="doubt">
            {t("start.dropped", { names: dropped.join(", ") })}
          </Note>
        ) : null}
        {replaces ? <Replacing old={replaces} t={t} /> : null}
        <StartForm
          idempotencyKey={randomUUID()}
          caseNumber={filter.case ?? null}
          replaces={replaces && isReplaceable(replaces) ? replaces.id : null}
          stopped={
            stopped &&
            t(`start.stopped.${stopped.reason === "credentials" ? "credentials" : "failures"}`, {
              time: format.near(stopped.since, ctx.now()),
            })
          }
          capture={captureSettings()}
          sampleUrl={filter.sample && isSandbox() ? "/sandbox/selfie" : null}
          referenceId={filter.reference?.toLowerCase() ?? replaces?.referenceId ?? ""}
          card={card}
          subsidiaries={[
            { value: "", label: t("start.asEnrolled") },
            ...subsidiaries.map(({ id: value, name }) => ({ value, label: name })),
          ]}
          reasons={REASONS.map((value) => ({ value, label: t(`reasonName.${value}`) }))}
          words={startWords(t, verdicts, words("capture"))}
        />
      </div>
    </Page>
  );
}
