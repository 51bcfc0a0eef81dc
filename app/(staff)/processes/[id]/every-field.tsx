import { fieldWords } from "#app/(staff)/processes/field-words.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { pageContext } from "#lib/entry/page.ts";
import type { ProcessPage } from "#lib/features/processes/page.ts";
import { dayOf } from "#lib/time.ts";

/** Each member of Unico's document: its words, and the raw value beside them. */
export async function EveryField({ process }: { process: ProcessPage }) {
  const { ctx, words, format } = await pageContext("process:lookup");
  const t = words("processes");
  const common = words("common");
  const telling = { process, t, verdicts: words("verdicts"), format };
  const { asOf, looks, journeyUrl } = process;
  const time = format.exact(asOf);
  const isUnchanged = process.lookCount > 1 && looks.length === process.lookCount && looks.every(isSame);
  // Said beside the times themselves.
  const warnings = process.reading.warnings.filter((warning) => warning !== "finished_before_created");
  return (
    <section aria-labelledby="every">
      <div className="flex flex-wrap items-baseline gap-x-3 border-b border-line pb-2">
        <h2 id="every" className="text-base font-semibold">
          {t("every")}
        </h2>
        <span className="text-xs text-ink-2">
          {dayOf(asOf) === dayOf(ctx.now())
            ? t("asOf", { time })
            : t("asOfDay", { day: format.date(asOf), time })}
          {isUnchanged ? `, ${t("unchangedSince")}` : ""}
        </span>
      </div>
      {warnings.length > 0 ? (
        <ul className="flex flex-col gap-1 py-2">
          {warnings.map((warning) => (
            <li key={warning}>
              <Verdict size={14} glyph="second-look" word={t(`warning.${warning}`)} />
            </li>
          ))}
        </ul>
      ) : null}
      <Facts lined>
        {process.fields.map((field) => (
          <Fact
            key={field.key}
            term={t(`field.${field.key}`)}
            raw={field.raw === null ? field.path : `${field.path}: ${field.raw}`}
          >
            <span className="flex min-w-0 grow flex-wrap items-center gap-x-2">
              {fieldWords(field, telling)}
            </span>
          </Fact>
        ))}
        {process.unknownMembers.length > 0 ? (
          <Fact term={t("unknownMembers")} raw={process.unknownMembers.join(", ")}>
            <span className="min-w-0 grow">
              <Verdict size={14} glyph="second-look" word={t("unknownMembersText")} />
            </span>
          </Fact>
        ) : null}
        {journeyUrl ? (
          <Fact term={t("journey")}>
            <span className="min-w-0 grow font-mono text-xs break-all">{journeyUrl}</span>
            <CopyButton text={journeyUrl} label={t("copyJourney")} copiedLabel={common("copied")} />
            <span className="w-full text-xs text-ink-2">{t("journeyHint")}</span>
          </Fact>
        ) : null}
      </Facts>
    </section>
  );
}

const isSame = (look: ProcessPage["looks"][number]): boolean => look.changes === null || look.isSame;
