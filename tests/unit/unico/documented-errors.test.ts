import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { troubleOf } from "#lib/features/processes/rules.ts";
import { settlementOfFailure } from "#lib/features/reverifications/rules.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { asksForNewCapture, type CallFailure, type ReadFailure } from "#lib/unico/failures.ts";
import { verdictOf } from "#lib/unico/verdicts.ts";
import {
  type ClientAction,
  type DocumentedError,
  documentedErrors,
  shapesOf,
  tokenShapesOf,
} from "./documented-errors.ts";
import { expectWords, WHAT_TO_DO } from "./failure-words.ts";
import { createInput, createMockUnico, grantTokens, settings } from "./mock-unico.ts";

const ID = "00000000-0000-4000-8000-000000000101";
/** Rows of the record. */
const COUNT = 81;
/** More than any call may take: what was asked for is counted. */
const MANY = 20;

/** A call against a Unico that answers nothing else. */
async function meet(endpoint: string, status: number, body: string) {
  const mock = createMockUnico();
  grantTokens(mock, MANY);
  let sent = 0;
  const isCreate = endpoint === "POST /processes/v1";
  const isSdk = endpoint.startsWith("GET /client/");
  const path = isCreate ? "/processes/v1" : isSdk ? `/client/v1/process/${ID}` : `/processes/v1/${ID}`;
  mock.agent
    .get(isSdk ? settings.cadastroUrl : settings.idUrl)
    .intercept({ path, method: isCreate ? "POST" : "GET" })
    .reply(status, () => {
      sent += 1;
      return body;
    })
    .times(MANY);
  const { unico } = mock;
  const result = isCreate
    ? await unico.createProcess(createInput)
    : isSdk
      ? await unico.readProcess(ID)
      : await unico.readValidation(ID);
  if (result.ok) throw new Error("an error was read as an answer");
  return { failure: result.failure, sent };
}

/** A creation is neither found nor gone. */
function ofCall(failure: ReadFailure): CallFailure {
  if (failure.kind === "not_found" || failure.kind === "gone") throw new Error(failure.kind);
  return failure;
}

/** What each action of the record is here, for the paid call: state, sendings, and the causes that may stand there. */
const OF_CREATE: Partial<Record<ClientAction, readonly [string, number, readonly string[]]>> = {
  fix_request: ["refused", 1, ["request_invalid", "cpf_invalid"]],
  capture_again: [
    "refused",
    1,
    [
      "picture_unreadable",
      "picture_format",
      "picture_too_large",
      "picture_too_small",
      "capture_required",
      "capture_expired",
      "capture_used",
    ],
  ],
  credential_problem: ["refused", 1, ["credentials"]],
  refresh_token_once: ["failed", 2, ["credentials"]],
  wait_and_retry: ["failed", 1, ["cpf_queued"]],
  backoff: ["failed", 5, ["busy"]],
  server_error: ["unknown", 1, ["unknown_server_error"]],
};
/** A user without a branch: ours to mend at Unico, not in the form. */
const OF_ACCOUNT = "60001";

const each = (endpoint: string) =>
  documentedErrors
    .filter((error) => error.endpoint === endpoint || error.endpoint === "any")
    .flatMap((error) =>
      shapesOf(error).map(([shape, body]) => ({
        ...error,
        body,
        name: `${error.http} ${error.code ?? "without a code"} as ${shape}`,
      })),
    );

describe("POST /processes/v1", () => {
  it.each(each("POST /processes/v1"))("$name: $clientAction", async ({ http, code, body, clientAction }) => {
    const met = await meet("POST /processes/v1", http, body);
    const { failure, sent } = { ...met, failure: ofCall(met.failure) };
    const [state, times, reasons] = OF_CREATE[clientAction] ?? [];
    const settled = settlementOfFailure(failure);
    expect([settled.state, sent]).toEqual([state, times]);
    expect(code === OF_ACCOUNT ? ["credentials"] : reasons).toContain(settled.failure);
    if (clientAction === "capture_again" && code !== "10506") {
      expect(asksForNewCapture(String(settled.failure))).toBe(true);
    }
    if (code !== null) expect(failure).toMatchObject({ unicoCode: code });
    expectWords(failure);
  });
});

/** The same for reads, which cost nothing: the kind of the failure, sendings, and the words of a look-up. */
const OF_READ: Partial<Record<ClientAction, readonly [string, number, string]>> = {
  fix_request: ["refused", 1, "refused"],
  credential_problem: ["refused", 1, "credentials"],
  refresh_token_once: ["not_sent", 2, "credentials"],
  backoff: ["not_sent", 4, "busy"],
  server_error: ["unknown", 3, "server_error"],
  retry_safe: ["unknown", 3, "server_error"],
  not_found: ["not_found", 1, "not_found"],
  technical_error: ["gone", 1, "gone"],
};

describe.each(["GET /processes/v1/{id}", "GET /client/v1/process/{id}"])("%s", (endpoint) => {
  it.each(each(endpoint))("$name: $clientAction", async ({ http, body, clientAction }) => {
    const { failure, sent } = await meet(endpoint, http, body);
    const trouble = troubleOf(failure);
    expect([failure.kind, sent, trouble]).toEqual(OF_READ[clientAction]);
    for (const locale of LOCALES) {
      const t = translatorFor(locale, "processes");
      expect(t(`trouble.${trouble}.title`)).not.toBe("");
      expect(t(`trouble.${trouble}.text`)).toMatch(WHAT_TO_DO[locale]);
    }
  });
});

describe("POST /oauth2/token", () => {
  const rows = documentedErrors
    .filter(({ contract }) => contract === "identity")
    .flatMap((error) => tokenShapesOf(error.code ?? "").map(([text, body]) => ({ ...error, text, body })));

  it.each(rows)("$text: $clientAction", async ({ http, code, body, clientAction }) => {
    const mock = createMockUnico();
    let asked = 0;
    mock.agent
      .get(settings.authUrl)
      .intercept({ path: "/oauth2/token", method: "POST" })
      .reply(http, () => {
        asked += 1;
        return body;
      })
      .times(MANY);
    const [first, second] = [
      await mock.unico.createProcess(createInput),
      await mock.unico.createProcess(createInput),
    ];
    if (first.ok || second.ok) throw new Error("no token can be had");
    expect(first.failure).toEqual({ kind: "not_sent", why: "credentials", unicoCode: code, attempts: [] });
    expect(settlementOfFailure(second.failure)).toMatchObject({ state: "failed", failure: "credentials" });
    // Never hammered: what a fresh assertion can mend is signed once more, everything else waits.
    expect(asked).toBe(clientAction === "new_assertion_once" ? 2 : 1);
    expectWords(first.failure);
  });
});

it("no row of the record is left out", () => {
  const met = documentedErrors.filter(
    (error) =>
      !isCalled(error) ||
      error.contract === "identity" ||
      OF_CREATE[error.clientAction] ||
      OF_READ[error.clientAction],
  );
  expect(met).toHaveLength(documentedErrors.length);
  expect(documentedErrors).toHaveLength(COUNT);
});

/** Endpoints that our client does not call: their rows hold for whoever adds them. */
const NOT_CALLED: Partial<Record<ClientAction, string>> = {
  fix_request: "refused",
  credential_problem: "refused",
  not_found: "refused",
  refresh_token_once: "token",
  backoff: "busy",
  retry_safe: "unknown",
};
const isCalled = ({ endpoint }: DocumentedError) =>
  /^(any|POST \/(processes\/v1|oauth2\/token)|GET \/(processes|client)\/v1\/(process\/)?\{id\})$/.test(
    endpoint,
  );
it.each(documentedErrors.filter((error) => !isCalled(error)))(
  "$endpoint answered $http $code: $clientAction",
  ({ http: httpStatus, code: unicoCode, clientAction, endpoint }) => {
    const observed = { kind: "answered", httpStatus, unicoCode, isUsable: false } as const;
    expect(verdictOf(observed, endpoint.startsWith("GET") ? "read" : "create")).toBe(
      NOT_CALLED[clientAction],
    );
  },
);

it("10,000 answers that nobody documented take the safe default", () => {
  const known = new Set(documentedErrors.map(({ code }) => code));
  const anyCode = fc.option(
    fc.stringMatching(/^\d{1,6}$/).filter((code) => !known.has(code)),
    { nil: null },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 999 }),
      anyCode,
      fc.boolean(),
      (httpStatus, unicoCode, isUsable) => {
        const verdict = verdictOf({ kind: "answered", httpStatus, unicoCode, isUsable });
        if (httpStatus >= 200 && httpStatus < 300) expect(verdict).toBe(isUsable ? "done" : "unknown");
        else if (httpStatus === 401) expect(verdict).toBe("token");
        else if (httpStatus === 429) expect(verdict).toBe("busy");
        else if ([408, 499].includes(httpStatus)) expect(verdict).toBe("unknown");
        else expect(verdict).toBe(httpStatus >= 400 && httpStatus < 500 ? "refused" : "unknown");
      },
    ),
    { numRuns: 10_000 },
  );
});
