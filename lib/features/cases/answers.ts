import type { Biometry, Fraudsters, Liveness, Outcome } from "#lib/features/signals.ts";
import type { RawSignals } from "./raw.ts";

type Signals = { fraudsters: Fraudsters | null; biometry: Biometry | null; liveness: Liveness | null };
/** One answer about a person: what it says of each signal, and how Unico wrote it. */
export type Answer = Signals & { raw: RawSignals };

/** In the order that never changes. */
const SIGNALS = ["fraudsters", "biometry", "liveness"] as const;
export type SignalName = (typeof SIGNALS)[number];
type Said<K extends SignalName> = { value: Signals[K]; raw: string | null };
export type SignalChange = {
  [K in SignalName]: { signal: K; earlier: Said<K>; now: Said<K>; isChanged: boolean };
}[SignalName];

function changeOf<K extends SignalName>(signal: K, earlier: Answer, now: Answer) {
  const said = (of: Answer): Said<K> => ({ value: of[signal], raw: of.raw[signal] });
  const [was, is] = [said(earlier), said(now)];
  // Two values that we have one word for are two values all the same.
  return { signal, earlier: was, now: is, isChanged: was.value !== is.value || was.raw !== is.raw };
}

/** What a later answer says otherwise than an earlier one, signal by signal. */
export const changesBetween = (earlier: Answer, now: Answer): SignalChange[] => [
  changeOf("fraudsters", earlier, now),
  changeOf("biometry", earlier, now),
  changeOf("liveness", earlier, now),
];

export type Asked = Answer & {
  id: string;
  number: number;
  startedAt: Date;
  state: string;
  outcome: Outcome | null;
};
/** What an answer stands beside: an earlier 1:1, or what the case was opened with. */
export type Beside = { kind: "reverification"; number: number } | { kind: "opening" };
export type Compared<A extends Asked> = A & { beside: Beside | null; changes: SignalChange[] };

export const UNSAID = ["pending", "error"] as const satisfies readonly Outcome[];
/** Only what Unico said stands beside anything: what is under way, failed or unknown has said nothing. */
const isSaid = ({ state, outcome }: Asked): boolean =>
  state === "completed" && outcome !== null && !UNSAID.some((unsaid) => unsaid === outcome);

/** Each 1:1 of a case beside the last answer before it, newest first; `opening`: what it was opened with otherwise. */
export function comparedOf<A extends Asked>(asked: readonly A[], opening: Answer | null): Compared<A>[] {
  const inOrder = asked.toSorted(
    (a, b) => a.startedAt.getTime() - b.startedAt.getTime() || a.number - b.number,
  );
  let last: { answer: Answer; beside: Beside } | null = opening && {
    answer: opening,
    beside: { kind: "opening" },
  };
  const compared: Compared<A>[] = [];
  for (const answer of inOrder) {
    const beside = isSaid(answer) ? last : null;
    compared.push({
      ...answer,
      beside: beside?.beside ?? null,
      changes: beside ? changesBetween(beside.answer, answer) : [],
    });
    if (isSaid(answer)) last = { answer, beside: { kind: "reverification", number: answer.number } };
  }
  return compared.reverse();
}
