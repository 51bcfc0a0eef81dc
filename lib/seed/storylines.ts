import type { Said } from "./answers.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export type Ending =
  | "none"
  | "open"
  | "in_review"
  | "awaiting"
  | "waiting"
  | "escalated"
  | "false_positive"
  | "inconclusive"
  | "fraud"
  | "sent_back"
  | "reopened";
export type Storyline = {
  index: number;
  person: number;
  said: Said;
  liveness: 1 | 2 | null;
  ending: Ending;
  startedAt: Date;
  origin: "reverification" | "idcheck";
};

const CLOSED: readonly Ending[] = [
  "false_positive",
  "false_positive",
  "fraud",
  "inconclusive",
  "false_positive",
  "fraud",
  "reopened",
];
const SUSPICIOUS: readonly Said[] = [
  "flagged",
  "no_match",
  "flagged",
  "no_match_flagged",
  "undecided",
  "no_match",
  "unknown_value",
  "flagged",
];
const QUIET: readonly Said[] = [
  "match",
  "match",
  "match",
  "status5",
  "match",
  "refused_cpf",
  "match",
  "unreachable",
  "match",
  "lost",
];

/** The one whose turn it is. */
export const turnOf = <T>(list: readonly T[], i: number): T => {
  const found = list[i % list.length];
  if (found === undefined) throw new Error("an empty list has no turns");
  return found;
};

/** How many of each ending, and how long ago they began: from `from` to `to` before now. */
const GROUPS: readonly { ending: Ending | "closed"; count: number; from: number; to: number }[] = [
  { ending: "closed", count: 196, from: 30 * DAY_MS, to: 12 * HOUR_MS },
  { ending: "none", count: 64, from: 20 * DAY_MS, to: 20 * MINUTE_MS },
  { ending: "open", count: 56, from: 5 * HOUR_MS, to: 3 * MINUTE_MS },
  { ending: "in_review", count: 12, from: 4 * HOUR_MS, to: 30 * MINUTE_MS },
  { ending: "awaiting", count: 12, from: 9 * HOUR_MS, to: 3 * HOUR_MS },
  { ending: "waiting", count: 6, from: 20 * HOUR_MS, to: 5 * HOUR_MS },
  { ending: "escalated", count: 7, from: 9 * HOUR_MS, to: 2 * HOUR_MS },
  { ending: "sent_back", count: 5, from: 10 * HOUR_MS, to: 4 * HOUR_MS },
  // Due times are working time: these are overdue after any weekend too.
  { ending: "open", count: 6, from: 6 * DAY_MS, to: 4 * DAY_MS },
];

/** The demo's history as a plan: the same at every run, told back from `now`. */
export function planStorylines(now: Date): Storyline[] {
  let index = 0;
  return GROUPS.flatMap(({ ending, count, from, to }) =>
    Array.from({ length: count }, (_, i): Storyline => {
      const n = index++;
      const age = to + ((from - to) * (count - i - 0.5)) / count + ((n * 7_919) % 53) * 1_000;
      const quiet = ending === "none";
      const said = quiet ? turnOf(QUIET, i) : turnOf(SUSPICIOUS, n);
      return {
        index: n,
        // Some people come back: what is known of the same CPF then has something to show.
        person: ending === "closed" ? n % 150 : quiet ? 400 + n : n % 3 === 0 ? n % 150 : 200 + n,
        said,
        liveness: n % 4 === 1 ? (n % 12 === 1 ? 2 : 1) : null,
        ending: ending === "closed" ? turnOf(CLOSED, i) : ending,
        startedAt: new Date(now.getTime() - age),
        origin: !quiet && n % 7 === 3 ? "idcheck" : "reverification",
      };
    }),
  );
}

/** Minutes from the opening to the first touch and from there to the decision; spread, never the same. */
export const paceOf = ({ index }: Storyline) => ({
  takeAfterMs: (4 + ((index * 37) % 55)) * MINUTE_MS,
  decideAfterMs: (6 + ((index * 53) % 170)) * MINUTE_MS,
  approveAfterMs: (15 + ((index * 29) % 200)) * MINUTE_MS,
});

export const REASONS_OF = {
  false_positive: [["customer_confirmed"], ["relative"], ["old_reference", "customer_confirmed"]],
  inconclusive: [["poor_photo"], ["old_reference"]],
  confirmed_fraud: [
    ["faces_differ", "earlier_fraud"],
    ["account_takeover"],
    ["photo_of_screen", "faces_differ"],
    ["cpf_used_by_others"],
  ],
} as const;

export const NOTES_OF = {
  false_positive: [
    "Cliente confirmou os dados por telefone e enviou documento com foto.",
    "Customer confirmed by phone; the earlier photo is nine years old.",
    "Irmã gêmea com conta na mesma agência, documento conferido.",
  ],
  inconclusive: [
    "Foto escura demais para comparar. Pedida nova captura.",
    "The reference photo is too old to tell.",
  ],
  confirmed_fraud: [
    "Queixo e nariz diferem da referência. O mesmo rosto abriu outra conta em setembro.",
    "Jaw and nose differ from the reference. Same face as in an earlier confirmed case.",
    "Reflexo de tela visível nas duas bordas da imagem.",
  ],
} as const;
