import { type ReferenceScenario, referenceScenarios } from "./scenarios.ts";

/** The wire document of `GET /client/v1/process/{id}`. Source: developer.unico.io, "Get process". */
export type ProcessDocument = { readonly id: string; readonly state: string } & Readonly<
  Record<string, unknown>
>;

export type ProcessScenario = {
  readonly id: string;
  /** The row of Unico's response scenarios that it stands for. */
  readonly row: string;
  readonly name: string;
  readonly cpf: string;
  readonly document: ProcessDocument;
};

type Facts = {
  readonly state?: string;
  readonly result?: string;
  readonly liveness?: string;
  readonly authentication?: string;
  readonly alert?: string;
  readonly score?: number;
  /** Which person of scenarios.ts, by index; the row's own number otherwise. */
  readonly person: number;
  readonly hasAuthenticationId?: boolean;
  readonly capacities?: readonly string[];
  readonly more?: Readonly<Record<string, unknown>>;
};

const CAPACITIES = ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_IDCHECK", "PROCESS_CAPACITY_IDLIVE"];
const UNFINISHED = ["CREATED", "AWAITING_FOR_DOCUMENT", "FAILED", "CANCELED"];

const rows: readonly (readonly [string, Facts])[] = [
  ["created", { person: 0, state: "CREATED", result: "UNSPECIFIED" }],
  ["failed", { person: 1, state: "FAILED", result: "ERROR" }],
  ["result_error", { person: 2, result: "ERROR" }],
  ["expired", { person: 3, result: "EXPIRED" }],
  ["liveness_missing", { person: 4, authentication: "INCONCLUSIVE", score: 50 }],
  ["identity_missing", { person: 5, liveness: "LIVE" }],
  ["divergence", { person: 6, result: "INVALID_IDENTITY", liveness: "LIVE", score: 0 }],
  [
    "no_evidence",
    { person: 7, liveness: "LIVE", authentication: "INCONCLUSIVE", alert: "INCONCLUSIVE", score: 0 },
  ],
  ["not_live", { person: 8, result: "INVALID_IDENTITY", liveness: "NOT_LIVE" }],
  ["not_holder", { person: 9, result: "INVALID_IDENTITY", liveness: "LIVE", authentication: "NEGATIVE" }],
  [
    "alert",
    {
      person: 1,
      liveness: "LIVE",
      authentication: "INCONCLUSIVE",
      alert: "YES",
      score: -60,
      hasAuthenticationId: true,
    },
  ],
  [
    "score_very_low",
    {
      person: 3,
      liveness: "LIVE",
      authentication: "INCONCLUSIVE",
      alert: "INCONCLUSIVE",
      score: -55,
      hasAuthenticationId: true,
    },
  ],
  [
    "holder",
    {
      person: 0,
      liveness: "LIVE",
      authentication: "POSITIVE",
      alert: "INCONCLUSIVE",
      hasAuthenticationId: true,
    },
  ],
  [
    "score_high",
    {
      person: 2,
      liveness: "LIVE",
      authentication: "INCONCLUSIVE",
      alert: "INCONCLUSIVE",
      score: 62.5,
      hasAuthenticationId: true,
    },
  ],
  [
    "score_between",
    { person: 10, liveness: "LIVE", authentication: "INCONCLUSIVE", score: 5, hasAuthenticationId: true },
  ],
  [
    "score_low",
    { person: 11, liveness: "LIVE", authentication: "INCONCLUSIVE", score: -25, hasAuthenticationId: true },
  ],
  [
    "score_disabled",
    { person: 12, liveness: "LIVE", authentication: "INCONCLUSIVE", hasAuthenticationId: true },
  ],
  [
    "alert_good_score",
    {
      person: 1,
      liveness: "LIVE",
      authentication: "INCONCLUSIVE",
      alert: "YES",
      score: 30,
      hasAuthenticationId: true,
    },
  ],
  [
    "holder_alert",
    { person: 8, liveness: "LIVE", authentication: "POSITIVE", alert: "YES", hasAuthenticationId: true },
  ],
  ["warning", { person: 13, result: "WARNING", liveness: "LIVE", authentication: "INCONCLUSIVE", score: 5 }],
  [
    "identity_alone",
    {
      person: 14,
      result: "UNSPECIFIED",
      liveness: "LIVE",
      authentication: "POSITIVE",
      hasAuthenticationId: true,
    },
  ],
  [
    "awaiting_document",
    { person: 15, state: "AWAITING_FOR_DOCUMENT", result: "UNSPECIFIED", liveness: "LIVE" },
  ],
  ["canceled", { person: 16, state: "CANCELED", result: "UNSPECIFIED" }],
  [
    "unknown_values",
    { person: 17, result: "SOMETHING_NEW", liveness: "SOMETHING_NEW", authentication: "SOMETHING_NEW" },
  ],
  [
    "without_liveness",
    {
      person: 10,
      authentication: "POSITIVE",
      capacities: ["PROCESS_CAPACITY_IDUNICO"],
      hasAuthenticationId: true,
    },
  ],
  [
    "finished_before_created",
    {
      person: 11,
      liveness: "LIVE",
      authentication: "POSITIVE",
      hasAuthenticationId: true,
      more: { finishedAt: "2026-08-09T15:15:25.417105Z" },
    },
  ],
];

/** One process for every row of the table, of people who do not exist. */
export const processScenarios: readonly ProcessScenario[] = rows.map(([row, facts], index) => {
  const person = personAt(facts.person);
  const id = `1dc4ec00-0000-4000-8000-${String(index + 1).padStart(12, "0")}`;
  return { id, row, name: person.name, cpf: person.cpf, document: documentOf(id, person, facts, index) };
});

function documentOf(id: string, person: ReferenceScenario, facts: Facts, index: number): ProcessDocument {
  const state = facts.state ?? "FINISHED";
  const day = String((index % 27) + 1).padStart(2, "0");
  const isFinished = !UNFINISHED.includes(state);
  return {
    id,
    flow: "idcheck",
    company: {
      code: "contraprova",
      friendlyName: "Empresa Fictícia",
      logoUrl: "https://example.com/logo.svg",
    },
    callbackUri: "https://example.com/retorno",
    userRedirectUrl: `https://cadastro.uat.unico.app/process/${id}`,
    state: `PROCESS_STATE_${state}`,
    result: `PROCESS_RESULT_${facts.result ?? "OK"}`,
    person: { duiType: "DUI_TYPE_BR_CPF", duiValue: person.cpf, friendlyName: person.name },
    purpose: "creditprocess",
    authenticationInfo: {
      authenticationResult: `AUTHENTICATION_RESULT_${facts.authentication ?? "UNSPECIFIED"}`,
      scoreEngineResult: {
        scoreEnabled: `SCORE_ENABLED_${facts.score !== undefined ? "TRUE" : isFinished ? "FALSE" : "UNSPECIFIED"}`,
        score: facts.score ?? 0,
      },
      authenticationId: facts.hasAuthenticationId ? person.id : "",
      livenessResult: `LIVENESS_RESULT_${facts.liveness ?? "UNSPECIFIED"}`,
      ...(facts.alert === undefined ? {} : { identityFraudstersResult: `TRUST_RESULT_${facts.alert}` }),
    },
    capacities: facts.capacities ?? CAPACITIES,
    services: [],
    createdAt: `2026-10-${day}T12:00:00.537985Z`,
    ...(isFinished ? { finishedAt: `2026-10-${day}T12:03:10.417105Z` } : {}),
    ...facts.more,
  };
}

function personAt(index: number): ReferenceScenario {
  const person = referenceScenarios[index];
  if (!person) throw new Error(`no reference scenario ${index}`);
  return person;
}
