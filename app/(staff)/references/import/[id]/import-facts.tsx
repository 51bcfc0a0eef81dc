import { Fact, Facts } from "#components/ui/facts.tsx";
import { pageContext } from "#lib/entry/page.ts";
import type { ShownImport } from "#lib/features/references/import-reading.ts";

/** Counts, who and when, and the hash by which the file is known again. */
export async function ImportFacts({ found }: { found: ShownImport }) {
  const { words, format } = await pageContext("reference:import");
  const t = words("imports");
  const counts = [
    ["lines", found.lineCount],
    ["right", found.rightCount],
    ["refused", found.refusedCount],
    ["added", found.addedCount],
    ["changed", found.changedCount],
    ["same", found.state === "done" ? found.sameCount : 0],
    ["disputed", found.disputedCount],
  ] as const;
  return (
    <Facts>
      <Fact term={t("fact.state")} raw={found.state}>
        {t(`state.${found.state}`)}
      </Fact>
      <Fact term={t("fact.mode")}>{t(`mode.${found.mode}`)}</Fact>
      <Fact term={t("fact.by")}>{found.startedBy.name}</Fact>
      <Fact term={t("fact.started")}>{format.full(found.startedAt)}</Fact>
      <Fact term={t("fact.finished")}>
        {found.finishedAt ? format.full(found.finishedAt) : t("fact.notYet")}
      </Fact>
      {counts.map(([name, count]) => (
        <Fact key={name} term={t(`fact.${name}`)}>
          {format.number(count)}
        </Fact>
      ))}
      <Fact term={t("fact.sha256")}>
        <span className="font-mono text-xs break-all">{found.sha256 ?? t("fact.notYet")}</span>
      </Fact>
    </Facts>
  );
}
