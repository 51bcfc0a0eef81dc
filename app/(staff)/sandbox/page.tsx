import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Page } from "#components/shell/page.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { isSandbox } from "#lib/entry/environment.ts";
import { pageContext, pageWords } from "#lib/entry/page.ts";
import { readScenarios } from "#lib/features/sandbox/service.ts";
import { ProcessTrials } from "./process-trials.tsx";
import { ReferenceTrials } from "./reference-trials.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const { words } = await pageWords();
  return { title: words("sandbox")("title") };
}

/** Each answer that Unico can give, two clicks away; there only where the sandbox stands for Unico. */
export default async function SandboxPage() {
  const { ctx, words } = await pageContext(null);
  if (!isSandbox()) notFound();
  const scenarios = readScenarios(ctx);
  const t = words("sandbox");
  return (
    <Page>
      <PageHead title={t("title")} />
      <p className="max-w-226 px-6 pb-4 text-ink-2 phone:px-4">{t("lead")}</p>
      <ReferenceTrials scenarios={scenarios} t={t} references={words("references")} />
      <ProcessTrials scenarios={scenarios} t={t} processes={words("processes")} />
    </Page>
  );
}
