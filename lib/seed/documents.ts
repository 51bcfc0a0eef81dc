import { demoReferenceId } from "#lib/sandbox/scenarios.ts";
import { personOf } from "./people.ts";

export const processIdOf = (index: number): string =>
  `0f0c0000-0000-4000-8000-${String(index).padStart(12, "0")}`;
export const answerIdOf = (index: number): string =>
  `0a5e0000-0000-4000-8000-${String(index).padStart(12, "0")}`;

type Facts = { index: number; person: number; alert: boolean; score: number; startedAt: Date };

/** A GetProcess document as the by-Unico flow writes it. Source: developer.unico.io, "Get process". */
export function documentOf({ index, person, alert, score, startedAt }: Facts): string {
  const { name, cpf } = personOf(person);
  const refused = score <= -40;
  return JSON.stringify({
    process: {
      id: processIdOf(index),
      flow: "idcheck",
      company: { code: "empresa-teste", friendlyName: "Empresa Teste" },
      callbackUri: "/conta/retorno",
      userRedirectUrl: `https://cadastro.exemplo.test/process/${processIdOf(index)}`,
      state: "PROCESS_STATE_FINISHED",
      result: "PROCESS_RESULT_OK",
      person: { duiType: "DUI_TYPE_BR_CPF", duiValue: cpf, friendlyName: name },
      purpose: "creditprocess",
      authenticationInfo: {
        authenticationResult: refused
          ? "AUTHENTICATION_RESULT_NEGATIVE"
          : "AUTHENTICATION_RESULT_INCONCLUSIVE",
        scoreEngineResult: { scoreEnabled: "SCORE_ENABLED_TRUE", score },
        authenticationId: demoReferenceId(person),
        livenessResult: "LIVENESS_RESULT_LIVE",
        identityFraudstersResult: alert ? "TRUST_RESULT_YES" : "TRUST_RESULT_INCONCLUSIVE",
      },
      capacities: ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_IDCHECK", "PROCESS_CAPACITY_IDLIVE"],
      services: [],
      createdAt: wireTime(startedAt, -600_000),
      finishedAt: wireTime(startedAt, -480_000),
    },
  });
}

/** Unico writes six fractional digits. */
const wireTime = (at: Date, shiftMs: number) =>
  new Date(at.getTime() + shiftMs).toISOString().replace("Z", "000Z");
