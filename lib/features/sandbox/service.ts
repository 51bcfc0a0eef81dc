import "server-only";
import { can } from "#lib/auth/roles.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { maskCpf } from "#lib/privacy/mask.ts";
// Data alone: who the sandbox knows and how it answers. Nothing else of it is the program's.
import { processScenarios } from "#lib/sandbox/process-documents.ts";
import { type ReferenceScenario, referenceScenarios } from "#lib/sandbox/scenarios.ts";
import { type ProcessReading, readingOfIdCheck } from "#lib/unico/process-reading.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";

/** How the sandbox answers a comparison; two of its outcomes depend on more than the reference. */
export type TrialAnswer = ReferenceScenario["outcome"] | "match_late" | "not_live_unseen";

export type Trial = { number: number; id: string; name: string; cpf: string };
export type ReferenceTrial = Trial & { answer: TrialAnswer };
export type ProcessTrial = Trial & Pick<ProcessReading, "outcome" | "reason">;

/** Everybody whom the sandbox knows, for whoever wants to see each answer once; nobody of them exists. */
export function readScenarios({ actor, key, reading }: Pick<UserCtx, "actor" | "key" | "reading">) {
  return {
    references: referenceScenarios.map(
      (scenario, index): ReferenceTrial => ({
        ...trialOf(scenario, index),
        answer: answerOf(scenario, key.liveness),
      }),
    ),
    processes: processScenarios.map((scenario, index): ProcessTrial => {
      const { outcome, reason } = readingOfIdCheck(
        idCheckProcessSchema.parse({ process: scenario.document }),
        reading,
      );
      return { ...trialOf(scenario, index), outcome, reason };
    }),
    mayStart: can(actor, "reverification:start"),
    mayLookUp: can(actor, "process:lookup"),
  };
}

export type Scenarios = ReturnType<typeof readScenarios>;

const trialOf = ({ id, name, cpf }: Omit<Trial, "number">, index: number): Trial => ({
  number: index + 1,
  id,
  name,
  cpf: maskCpf(cpf),
});

function answerOf({ outcome, latencyMs }: ReferenceScenario, hasLiveness: boolean): TrialAnswer {
  if (latencyMs !== undefined) return "match_late";
  return outcome === "not_live" && !hasLiveness ? "not_live_unseen" : outcome;
}
