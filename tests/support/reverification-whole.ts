import { exactAnswerOf, rawMembersOf } from "#lib/features/reverifications/answer.ts";
import type { ReverificationWhole } from "#lib/features/reverifications/reading.ts";

export const AT = new Date("2026-11-21T12:58:02Z");
const after = (ms: number) => new Date(AT.getTime() + ms);
export const ID = "80371b2a-3ac7-432e-866d-57fe37896ac6";
const PERSON = { id: ID, name: "Rui Sampaio Viegas", cpf: "***.204.881-**", email: null, phone: null };
const ANSWER =
  '{"id":"d4410b9c-2e7f-4a86-b1c3-95f0a71870e2","status":3,"identityFraudsters":{"result":"inconclusive"},"biometryToken":{"result":"true"}}';

/** One as a page gets it: finished, a match, its selfie from a file. */
export function aWhole(overrides: Partial<ReverificationWhole> = {}): ReverificationWhole {
  return {
    id: ID,
    number: 2211,
    state: "completed",
    idempotencyKey: ID,
    startedById: ID,
    startedAt: AT,
    sentAt: after(12),
    settledAt: after(1_319),
    readAgainAt: null,
    referenceId: ID,
    subjectId: ID,
    subsidiaryId: null,
    caseNumber: null,
    reason: "change_of_data",
    capture: "file",
    imageSha256: "ab".repeat(32),
    imageBytes: 412_000,
    imageFormat: "jpeg",
    imageWidth: 1080,
    imageHeight: 1440,
    senderId: ID,
    touchedAt: AT,
    replacesId: null,
    capturedAt: null,
    reencoded: false,
    selfieKey: null,
    keyLiveness: false,
    keyAlert: true,
    unicoProcessId: "d4410b9c-2e7f-4a86-b1c3-95f0a71870e2",
    outcome: "match",
    fraudsters: "inconclusive",
    biometry: "match",
    liveness: "not_measured",
    httpStatus: 200,
    failure: null,
    unicoCode: null,
    startedBy: { name: "Bruna Tavares" },
    subsidiary: null,
    reference: { id: ID, origin: "idcheck", enrolledAt: AT, createdAt: AT },
    attempts: [
      {
        id: ID,
        reverificationId: ID,
        startedAt: after(26),
        finishedAt: after(1_310),
        httpStatus: 200,
        verdict: "done",
      },
    ],
    raw: rawMembersOf(ANSWER),
    answer: exactAnswerOf(ANSWER),
    person: PERSON,
    cases: [],
    sameReference: [],
    mayFlag: true,
    mayStart: true,
    mayReconcile: true,
    maySeeSelfie: false,
    referenceSelfie: null,
    replaces: null,
    replacedBy: null,
    words: [],
    ahead: null,
    ...overrides,
  };
}

/** Laid over `aWhole`: Unico said nothing. */
export const NO_ANSWER: Partial<ReverificationWhole> = {
  outcome: null,
  fraudsters: null,
  biometry: null,
  liveness: null,
  unicoProcessId: null,
  httpStatus: null,
  raw: rawMembersOf(null),
  answer: null,
};
