import type { Dispatcher } from "undici";
import { fail, type Result } from "#lib/result.ts";
import { isUuid } from "#lib/uuid.ts";
import { withoutTrailingSlash } from "./assertion.ts";
import { type CallDeps, type Called, type CallOptions, callUnico } from "./call.ts";
import type { CallFailure, NotSent, ReadFailure } from "./failures.ts";
import type { Lane } from "./gate.ts";
import { createDispatcher } from "./http.ts";
import { type IdCheckProcess, idCheckProcessSchema } from "./process-schema.ts";
import { readAnswer, type ValidationAnswer, validationAnswerSchema } from "./schemas.ts";
import { createTokenSource, type TokenSource } from "./token.ts";
import { type CreateInput, writeCreateBody } from "./write-body.ts";

export type UnicoSettings = {
  readonly authUrl: string;
  /** Host of the API contract, `POST /processes/v1`. */
  readonly idUrl: string;
  /** Host of the Web & SDK contract, `GET /client/v1/process/{id}`. */
  readonly cadastroUrl: string;
  readonly account: string;
  readonly tenant: string;
  /** RSA private key, PKCS#8 or PKCS#1. */
  readonly privateKeyPem: string;
  readonly apiKey: string;
};

export type UnicoDeps = Partial<Omit<CallDeps, "tokens">> & {
  readonly dispatcher?: Dispatcher;
  readonly tokens?: TokenSource;
  readonly createMs?: number;
  readonly readMs?: number;
};

export interface Unico {
  /**
   * The paid call. It is sent again by itself only where it is certain not to have been worked on; after a failure
   * of kind "unknown" a person decides. Source: developer.unico.io, Liveness + Validation (1:1) + Behavior Alert.
   */
  createProcess(
    input: CreateInput,
    options?: CallOptions,
  ): Promise<Result<Called<ValidationAnswer>, CallFailure>>;
  /** Reads a 1:1 again. Source: developer.unico.io, "GET processes by id". */
  readValidation(id: string, lane?: Lane): Promise<Result<Called<ValidationAnswer>, ReadFailure>>;
  /** Reads a process of the by-Unico flow. Source: developer.unico.io, Web & SDK, "Get process". */
  readProcess(id: string, lane?: Lane): Promise<Result<Called<IdCheckProcess>, ReadFailure>>;
  /** Lets go of the connections, if they are its own. */
  close(): Promise<void>;
}

/** The one client of Unico. Everything that touches the network or a clock can be given in `deps`. */
export function createUnico(settings: UnicoSettings, deps: UnicoDeps = {}): Unico {
  const own = deps.dispatcher ? null : createDispatcher();
  const dispatcher = deps.dispatcher ?? own ?? createDispatcher();
  const readMs = deps.readMs ?? 10_000;
  const calls: CallDeps = {
    ...deps,
    dispatcher,
    tokens: deps.tokens ?? createTokenSource(settings, { dispatcher, totalMs: readMs }),
  };
  const idUrl = `${withoutTrailingSlash(settings.idUrl)}/processes/v1`;
  const cadastroUrl = `${withoutTrailingSlash(settings.cadastroUrl)}/client/v1/process`;
  const readValidationAnswer = (raw: string) => readAnswer(validationAnswerSchema, raw);

  return {
    async createProcess(input, options = {}) {
      if (!isUuid(input.referenceProcessId)) return malformed();
      return callUnico(calls, {
        ...options,
        endpoint: "create",
        name: "create_process",
        host: "id",
        method: "POST",
        url: idUrl,
        headers: { apikey: settings.apiKey, "content-type": "application/json" },
        body: writeCreateBody(input),
        totalMs: deps.createMs ?? 30_000,
        read: readValidationAnswer,
      });
    },
    async readValidation(id, lane = "person") {
      if (!isUuid(id)) return malformed();
      const called = await callUnico(calls, {
        endpoint: "read",
        name: "read_validation",
        host: "id",
        lane,
        method: "GET",
        url: `${idUrl}/${id}`,
        headers: { apikey: settings.apiKey },
        totalMs: readMs,
        read: readValidationAnswer,
      });
      return called.ok ? called : fail(readFailureOf(called.failure));
    },
    async readProcess(id, lane = "person") {
      if (!isUuid(id)) return malformed();
      const called = await callUnico(calls, {
        endpoint: "read",
        name: "read_process",
        host: "cadastro",
        lane,
        method: "GET",
        url: `${cadastroUrl}/${id}`,
        headers: {},
        totalMs: readMs,
        read: (raw) => readAnswer(idCheckProcessSchema, raw),
      });
      return called.ok ? called : fail(readFailureOf(called.failure));
    },
    async close() {
      await own?.close();
    },
  };
}

/** Malformed ids never leave the program. */
function malformed(): Result<never, NotSent & { attempts: [] }> {
  return fail({ kind: "not_sent", why: "malformed", attempts: [] });
}

function readFailureOf(failure: CallFailure): ReadFailure {
  if (failure.kind !== "refused") return failure;
  const { attempts } = failure;
  if (failure.httpStatus === 404) return { kind: "not_found", attempts };
  return failure.httpStatus === 410 ? { kind: "gone", attempts } : failure;
}
