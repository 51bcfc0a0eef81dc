import { randomUUID } from "node:crypto";
import { fail, ok } from "#lib/result.ts";
import type { Unico } from "#lib/unico/client.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer } from "#lib/unico/schemas.ts";
import { unicoWith } from "#tests/support/ctx.ts";
import { aCpf } from "#tests/support/factories.ts";

type Facts = Partial<Record<"state" | "result" | "liveness" | "authentication" | "alert", string>> & {
  id?: string;
  cpf?: string;
  name?: string;
  score?: number;
  authenticationId?: string;
  person?: object;
};

/** A wire document, of a live holder who finished unless told otherwise. */
export function aDocument(facts: Facts = {}) {
  const id = facts.id ?? randomUUID();
  const cpf = facts.cpf ?? aCpf();
  const raw = JSON.stringify({
    process: {
      id,
      flow: "idcheck",
      state: `PROCESS_STATE_${facts.state ?? "FINISHED"}`,
      result: `PROCESS_RESULT_${facts.result ?? "OK"}`,
      userRedirectUrl: `https://cadastro.uat.unico.app/process/${id}`,
      person: facts.person ?? {
        duiType: "DUI_TYPE_BR_CPF",
        duiValue: cpf,
        friendlyName: facts.name ?? "Zilda Sintética Prado",
        email: "zilda@example.com",
        phone: "+55 11 91234-5678",
      },
      authenticationInfo: {
        authenticationResult: `AUTHENTICATION_RESULT_${facts.authentication ?? "POSITIVE"}`,
        livenessResult: `LIVENESS_RESULT_${facts.liveness ?? "LIVE"}`,
        identityFraudstersResult: `TRUST_RESULT_${facts.alert ?? "INCONCLUSIVE"}`,
        authenticationId: facts.authenticationId ?? "",
        scoreEngineResult: {
          scoreEnabled: facts.score === undefined ? "SCORE_ENABLED_FALSE" : "SCORE_ENABLED_TRUE",
          score: facts.score ?? 0,
        },
      },
      capacities: ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_IDLIVE"],
      createdAt: "2026-10-02T12:00:00.537985Z",
      finishedAt: facts.state === "CREATED" ? "" : "2026-10-02T12:03:10.417105Z",
    },
  });
  return { id, cpf, raw };
}

/** Unico as an object that knows these documents, and how often it was asked. */
export function answering(...documents: { id: string; raw: string }[]) {
  const asked: string[] = [];
  const unico: Unico = unicoWith({
    async readProcess(id) {
      asked.push(id);
      const found = documents.findLast((document) => document.id === id);
      const value = found ? readAnswer(idCheckProcessSchema, found.raw) : null;
      if (!found || !value) return fail({ kind: "not_found" as const, attempts: [] });
      return ok({ value, raw: found.raw, httpStatus: 200, durationMs: 12.6, attempts: [] });
    },
  });
  return { unico, asked };
}
