import { ProofAlarms } from "#components/audit/proof-alarms.tsx";
import type { ShownProof } from "#lib/features/audit/proof-alarms.ts";
import type { Formatter } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { ProofSummary } from "./proof-summary.tsx";

type Props = { read: () => Promise<ShownProof>; t: Translator<"audit">; format: Formatter; now: Date };

/** In the head of the page, once it is read: in a line whether the log is whole. */
export async function ProofLine({ read, ...given }: Props) {
  return <ProofSummary state={(await read()).state} {...given} />;
}

/** Under the head: what is wrong, and what to do. */
export async function ProofTroubles({ read, ...given }: Props) {
  return <ProofAlarms alarms={(await read()).alarms} {...given} />;
}
