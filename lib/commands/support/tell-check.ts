import type { CheckReport } from "#lib/features/audit/checking.ts";
import type { Anomaly } from "#lib/features/audit/proof-types.ts";
import { complain, say } from "./say.ts";

const ANOMALIES: Record<Anomaly["kind"], string> = {
  clock_back: "its clock went back",
  back_dated: "dated before the block that was sealed already",
  key_back:
    "signed by a key that another had replaced: do two processes work with different AUDIT_SIGNING_KEYs?",
};

/** What a check of the log found, line by line. */
export function tellCheck({ bad, blocks, events, archived, tookMs, ...report }: CheckReport): void {
  const perSecond = Math.round(events / (tookMs / 1_000));
  say(`${events} events in ${blocks} blocks, ${(tookMs / 1_000).toFixed(1)} s, ${perSecond} events/s`);
  if (archived > 0) say(`${archived} of them are archived: their hashes hold, their words are elsewhere`);
  if (report.anomalies > 0) {
    say(`${report.anomalies} events or blocks are strange, which is no sign of tampering by itself:`);
    for (const { kind, block, seq } of report.firstAnomalies)
      say(`  ${kind}: ${placeOf(block, seq)}, ${ANOMALIES[kind]}`);
  }
  if (bad) complain(`the log was touched, ${bad.check}: ${placeOf(bad.block, bad.seq)}`);
  else say("all of it holds");
}

function placeOf(block: number | null, seq: number | null): string {
  const where = block === null ? "in no block" : `block ${block}`;
  return seq === null ? where : `${where}, event ${seq}`;
}
