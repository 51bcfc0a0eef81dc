import Link from "next/link";
import type { ReactNode } from "react";
import { placeWord } from "#components/audit/proof-alarms.tsx";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { Glyph } from "#components/ui/glyph.tsx";
import { type Doubt, doubtsOf, standingOf } from "#lib/features/audit/proof-state-rules.ts";
import type { ProofState } from "#lib/features/audit/proof-types.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { hrefOf } from "#lib/table/address.ts";
import { AUDIT_PATH } from "./paths.ts";

const GLYPHS = { touched: "refuted", doubtful: "second-look", whole: "confirmed" } as const;

type Props = { state: ProofState; t: Translator<"audit">; format: Formatter; now: Date };

/** Whether the log is whole, as far as anybody has checked; opened, how far it is sealed, copied and checked. */
export function ProofSummary({ state, t, format, now }: Props) {
  const { lastSeal, lastCheck, lastFullCheckAt, checkpoint, anomalies, archived } = state;
  const when = (at: Date) => format.near(at, now);
  const doubts = doubtsOf(state, now);
  const standing = standingOf(doubts);
  const mark = (...kinds: Doubt[]) =>
    kinds.some((kind) => doubts.includes(kind)) ? <Glyph name="second-look" /> : null;
  return (
    <details className="proof-summary">
      <summary className="flex min-h-6 cursor-pointer items-center gap-1.5">
        <Glyph name={GLYPHS[standing]} />
        <span className={standing === "touched" ? "font-medium text-refute" : undefined}>
          {summaryWords(state, doubts, t, when)}
        </span>
      </summary>
      <div className="pt-2">
        <Facts>
          <Moment term={t("proof.lastSeal")} at={lastSeal?.at} format={format}>
            {lastSeal
              ? t("proof.sealedAt", { block: format.number(lastSeal.block), when: when(lastSeal.at) })
              : t("proof.never")}
          </Moment>
          <Fact term={t("proof.lag")}>
            {mark("seal_late")}
            {t("proof.waiting", { count: state.unsealed, oldest: format.seconds(state.lagMs) })}
          </Fact>
          <Moment term={t("proof.checkpoint")} at={checkpoint.at} format={format}>
            {mark("copy_late", "copy_failing")}
            {copyWords(state, t, format, when)}
          </Moment>
          <Moment term={t("proof.lastCheck")} at={lastCheck?.at} format={format}>
            {mark("check_late", "never_checked")}
            {lastCheck
              ? t(lastCheck.isFull ? "proof.whole" : "proof.since", {
                  when: when(lastCheck.at),
                  seconds: format.seconds(lastCheck.tookMs),
                })
              : t("proof.never")}
          </Moment>
          <Moment term={t("proof.lastFull")} at={lastFullCheckAt} format={format}>
            {mark("full_check_late")}
            {lastFullCheckAt ? when(lastFullCheckAt) : t("proof.never")}
          </Moment>
          <Fact term={t("proof.anomalies")}>
            {anomalies.count > 0 ? <Glyph name="no-alert" /> : null}
            {t("proof.anomalyCount", { count: anomalies.count })}
            <FirstAnomaly first={anomalies.first} t={t} />
          </Fact>
          <Fact term={t("proof.archived")}>{t("proof.archivedCount", { count: archived })}</Fact>
        </Facts>
      </div>
    </details>
  );
}

type When = (at: Date) => string;

function summaryWords(
  { lastCheck }: ProofState,
  doubts: readonly Doubt[],
  t: Translator<"audit">,
  when: When,
): string {
  if (!lastCheck) return t("proof.neverChecked");
  const { at, events: count, bad } = lastCheck;
  if (bad) return t("proof.checkedBad", { when: when(at), place: placeWord(t, bad) });
  if (doubts.length === 0) return t("proof.checkedGood", { when: when(at), count });
  const why = doubts.map((doubt) => t(`proof.doubt.${doubt}`)).join(", ");
  return t("proof.checkedDoubtful", { when: when(at), why });
}

function copyWords(
  { checkpoint }: ProofState,
  t: Translator<"audit">,
  format: Formatter,
  when: When,
): string {
  const { block, at, failingSince, isOverdue } = checkpoint;
  const last =
    at && block !== null ? t("proof.sealedAt", { block: format.number(block), when: when(at) }) : null;
  if (failingSince) return t("proof.copyFails", { when: when(failingSince) });
  if (isOverdue) return t("proof.copyOverdue", { last: last ?? t("proof.never") });
  return last ?? t("proof.never");
}

/** What is strange about it in words, and the way to it where it is still here. */
function FirstAnomaly({ first, t }: { first: ProofState["anomalies"]["first"]; t: Translator<"audit"> }) {
  if (!first) return null;
  return (
    <>
      <span className="text-xs text-ink-2">{t(`proof.anomaly.${first.kind}`)}</span>
      {first.event === null ? (
        <span className="text-xs text-ink-3">{t("proof.block", { block: String(first.block) })}</span>
      ) : (
        <Link
          href={hrefOf(AUDIT_PATH, { event: first.event })}
          prefetch={false}
          className="link inline-flex min-h-6 items-center text-xs"
        >
          {t("proof.firstAnomaly")}
        </Link>
      )}
    </>
  );
}

type MomentProps = { term: string; at: Date | null | undefined; format: Formatter; children: ReactNode };

function Moment({ term, at, format, children }: MomentProps) {
  return (
    <Fact term={term} {...(at ? { title: format.full(at) } : {})}>
      {children}
    </Fact>
  );
}
