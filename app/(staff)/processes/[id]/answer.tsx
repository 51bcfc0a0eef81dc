import Link from "next/link";
import { OUTCOME_GLYPHS } from "#app/(staff)/processes/outcome-words.ts";
import { TellOfProcess } from "#app/(staff)/processes/tell.tsx";
import { Verdict } from "#components/verdict/verdict.tsx";
import { pageWords } from "#lib/entry/page.ts";
import type { ProcessPage } from "#lib/features/processes/page.ts";

/** What happened, what to say about it, and what to do. */
export async function Answer({ process }: { process: ProcessPage }) {
  const { words } = await pageWords();
  const t = words("processes");
  const { reading, headline, tell, steps, cases } = process;
  const open = cases.find(({ status }) => status !== "closed");
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div role="status">
        <Verdict
          size={28}
          glyph={OUTCOME_GLYPHS[reading.outcome]}
          word={words("verdicts")(`support.${headline}`)}
        />
        <p className="ps-11 text-base text-ink-2 phone:ps-10">{t(`happened.${reading.reason}`)}</p>
      </div>
      <TellOfProcess tell={tell} />
      <section aria-labelledby="next">
        <h2 id="next" className="text-base font-semibold">
          {t("nextTitle")}
        </h2>
        <ol className="pt-1">
          {steps.map((step, index) => (
            <li
              key={step}
              className="flex min-h-10 items-center gap-3 border-b border-line py-1.5 last:border-b-0"
            >
              <span
                aria-hidden="true"
                className="grid size-5 flex-none place-items-center rounded-full border border-line-strong text-xs text-ink-2"
              >
                {index + 1}
              </span>
              <span className="min-w-0 grow">
                {t(`step.${step}`)}
                {step === "case_open" && open ? (
                  <Link href={`/cases/${open.number}`} prefetch={false} className="link ps-1">
                    {open.number}
                  </Link>
                ) : null}
              </span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
