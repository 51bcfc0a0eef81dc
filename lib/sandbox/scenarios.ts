/** What a reference process makes the sandbox answer to `POST /processes/v1`. */
export const outcomes = [
  "match",
  "match_flagged",
  "no_match",
  "no_match_flagged",
  "not_live",
  "status5",
  "biometry_missing",
  "alert_missing",
  "alert_unknown",
  "biometry_boolean",
  "pending",
  "cancelled",
  "cpf_queued",
  "error_500",
  "html_502",
  "drop",
  "no_id",
] as const;
export type Outcome = (typeof outcomes)[number];

export type ReferenceScenario = {
  /** UUID to give as `referenceProcessId`. */
  readonly id: string;
  readonly name: string;
  /** Synthetic, with valid check digits. */
  readonly cpf: string;
  readonly outcome: Outcome;
  /** Milliseconds on top of the sandbox's own latency. */
  readonly latencyMs?: number;
};

const referenceId = (number: number): string => `0e5f0000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** Named people who do not exist, one for every way in which Unico can answer. */
export const referenceScenarios: readonly ReferenceScenario[] = [
  { id: referenceId(1), name: "Ana Beatriz Moura", cpf: "70101010192", outcome: "match" },
  { id: referenceId(2), name: "Bruno Carvalho Pinto", cpf: "70202020207", outcome: "match_flagged" },
  { id: referenceId(3), name: "Carla Nogueira Dias", cpf: "70303030321", outcome: "no_match" },
  { id: referenceId(4), name: "Diego Farias Lopes", cpf: "70404040446", outcome: "no_match_flagged" },
  { id: referenceId(5), name: "Elisa Tavares Rocha", cpf: "70505050560", outcome: "not_live" },
  { id: referenceId(6), name: "Fábio Antunes Reis", cpf: "70606060685", outcome: "status5" },
  { id: referenceId(7), name: "Gabriela Souto Maia", cpf: "70707070708", outcome: "biometry_missing" },
  { id: referenceId(8), name: "Heitor Prado Viana", cpf: "70808080814", outcome: "alert_missing" },
  { id: referenceId(9), name: "Isadora Campos Leal", cpf: "70909090939", outcome: "alert_unknown" },
  { id: referenceId(10), name: "João Vítor Sales", cpf: "71010101056", outcome: "biometry_boolean" },
  {
    id: referenceId(11),
    name: "Kátia Borges Amaral",
    cpf: "71111111170",
    outcome: "match",
    latencyMs: 3_000,
  },
  { id: referenceId(12), name: "Lucas Peixoto Arruda", cpf: "71212121295", outcome: "pending" },
  { id: referenceId(13), name: "Marina Duarte Falcão", cpf: "71313131300", outcome: "cancelled" },
  { id: referenceId(14), name: "Nelson Quadros Brito", cpf: "71414141424", outcome: "cpf_queued" },
  { id: referenceId(15), name: "Olívia Serra Bastos", cpf: "71515151549", outcome: "error_500" },
  { id: referenceId(16), name: "Paulo Cordeiro Assis", cpf: "71616161663", outcome: "html_502" },
  { id: referenceId(17), name: "Quitéria Lima Barros", cpf: "71717171788", outcome: "drop" },
  { id: referenceId(18), name: "Rafael Teles Moreira", cpf: "71818181800", outcome: "no_id" },
];

const DEMO_PEOPLE = 800;

/** Reference of a person of the demo's history. */
export const demoReferenceId = (person: number): string =>
  `0e5e0000-0000-4000-8000-${String(person).padStart(12, "0")}`;

const demoOutcome = (person: number): Outcome => {
  const digit = person % 10;
  return digit === 7 ? "match_flagged" : digit === 3 ? "no_match" : "match";
};

/** The history's people can be verified again: mostly a match, an alert for those that end in 7, no match for 3. */
export const demoReferences: readonly Pick<ReferenceScenario, "id" | "outcome">[] = Array.from(
  { length: DEMO_PEOPLE },
  (_, person) => ({ id: demoReferenceId(person), outcome: demoOutcome(person) }),
);
