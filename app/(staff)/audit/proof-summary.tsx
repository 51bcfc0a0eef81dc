import type { ReactNode } from "react";
import { Fact, Facts } from "#components/ui/facts.tsx";
import { Glyph } from "#components/ui/glyph.tsx";
import type { ProofState } from "#lib/features/audit/proof-types.ts";
import type { UserCtx } from "#lib/features/context.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";

type Props = {
  ctx: UserCtx;
  read: (ctx: UserCtx) => Promise<ProofState>;
  t: Translator<"audit">;
  format: Formatter;
};

/** Whether the log is whole, as far as anybody has checked; opened, how far it is sealed and copied. */
export async function ProofSummary({ ctx, read, t, format }: Props) {
  const state = await read(ctx);
  const { lastSeal, lastCheck, checkpoint } = state;
  const when = (at: Date) => format.near(at, ctx.now());
  const isBad = lastCheck !== null && lastCheck.bad !== null;
  const isDoubtful =
    state.isLate || checkpoint.failingSince !== null || checkpoint.isOverdue || lastCheck === null;
  const glyph = isBad ? "refuted" : isDoubtful ? "second-look" : "confirmed";
  return (
    <details className="proof-summary">
      <summary className="flex min-h-6 cursor-pointer items-center gap-1.5">
        <Glyph name={glyph} />
        <span className={isBad ? "font-medium text-refute" : undefined}>{checkWords(state, t, when)}</span>
      </summary>
      <div className="pt-2">
        <Facts>
          <Moment term={t("proof.lastSeal")} at={lastSeal?.at} format={format}>
            {lastSeal
              ? t("proof.sealedAt", { block: format.number(lastSeal.block), when: when(lastSeal.at) })
              : t("proof.never")}
          </Moment>
          <Fact term={t("proof.lag")}>
            {state.isLate ? <Glyph name="second-look" /> : null}
            {t("proof.waiting", { count: state.unsealed, oldest: format.seconds(state.lagMs) })}
          </Fact>
          <Moment term={t("proof.checkpoint")} at={checkpoint.at} format={format}>
            {checkpoint.failingSince ? <Glyph name="second-look" /> : null}
            {checkpoint.failingSince
              ? t("proof.copyFails", { when: when(checkpoint.failingSince) })
              : checkpoint.at && checkpoint.block !== null
                ? t("proof.sealedAt", { block: format.number(checkpoint.block), when: when(checkpoint.at) })
                : t("proof.never")}
          </Moment>
          <Moment term={t("proof.lastCheck")} at={lastCheck?.at} format={format}>
            {lastCheck
              ? t(lastCheck.isFull ? "proof.whole" : "proof.since", {
                  when: when(lastCheck.at),
                  seconds: format.seconds(lastCheck.tookMs),
                })
              : t("proof.never")}
          </Moment>
          <Moment term={t("proof.lastFull")} at={state.lastFullCheckAt} format={format}>
            {state.lastFullCheckAt ? when(state.lastFullCheckAt) : t("proof.never")}
          </Moment>
        </Facts>
      </div>
    </details>
  );
}

function checkWords({ lastCheck }: ProofState, t: Translator<"audit">, when: (at: Date) => string): string {
  if (!lastCheck) return t("proof.neverChecked");
  const { at, events: count, bad } = lastCheck;
  if (!bad) return t("proof.checkedGood", { when: when(at), count });
  const place =
    bad.seq !== null
      ? t("event.title", { seq: String(bad.seq) })
      : t("proof.block", { block: String(bad.block ?? 0) });
  return t("proof.checkedBad", { when: when(at), place: `${place} (${bad.check})` });
}

type MomentProps = { term: string; at: Date | null | undefined; format: Formatter; children: ReactNode };

function Moment({ term, at, format, children }: MomentProps) {
  return (
    <Fact term={term} {...(at ? { title: format.full(at) } : {})}>
      {children}
    </Fact>
  );
}
