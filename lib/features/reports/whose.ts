import type { en } from "#lib/i18n/messages/reports.ts";
import type { Translator } from "#lib/i18n/translator.ts";

export type DefinedId = keyof (typeof en)["definition"];
/** What makes something a person's, where a report is of one person. */
export type Whose = keyof (typeof en)["whose"];

/** Of what is nobody's there is no word: it is left out of the report of one person, or has a line for each. */
export const WHOSE: Record<DefinedId, Whose | null> = {
  reverifications: "started",
  match: "started",
  match_flagged: "started",
  no_match: "started",
  no_match_flagged: "started",
  not_live: "started",
  undecided: "started",
  refused: "started",
  failed: "started",
  unanswered: "started",
  flaggedRate: "started",
  notLiveRate: "started",
  opened: "held",
  closed: "decided",
  backlog: "held",
  firstTouch: "held",
  decision: "decided",
  dueMet: "held",
  falsePositives: "held",
  overturned: "decidedFirst",
  reopened: "held",
  agreement: "decidedFirst",
  latency: "started",
  failedRate: "started",
  unknownValues: "started",
  paid: "started",
  spent: "started",
  avoided: "started",
  cohorts: "held",
  reasons: "decided",
  age: "held",
  scores: null,
  byDay: "heldAndDecided",
  people: null,
  values: null,
};

/** What a figure means, and whose it is where a person is chosen. */
export function definitionOf(r: Translator<"reports">, id: DefinedId): string {
  const whose = WHOSE[id];
  return whose === null ? r(`definition.${id}`) : `${r(`definition.${id}`)} ${r(`whose.${whose}`)}`;
}
