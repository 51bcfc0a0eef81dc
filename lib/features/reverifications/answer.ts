import { createHash } from "node:crypto";
import { type RawSignals, rawOfValidation, toldInMarks } from "#lib/features/cases/raw.ts";
import { readAnswer, validationAnswerSchema } from "#lib/unico/schemas.ts";

/** Members of an answer as Unico wrote them; null where it left them out, or where there is no reading it. */
export type RawMembers = RawSignals & { status: string | null };

/** What stands beside the plain words. */
export function rawMembersOf(answer: string | null): RawMembers {
  const status = answer === null ? null : readAnswer(validationAnswerSchema, answer)?.status;
  return {
    ...rawOfValidation(answer),
    status: status === undefined || status === null ? null : toldInMarks(status),
  };
}

export type ExactAnswer = {
  /** To the letter, for copying. */
  text: string;
  /** Indented where it is JSON. */
  pretty: string;
  sha256: string;
};

export function exactAnswerOf(answer: string | null): ExactAnswer | null {
  if (answer === null) return null;
  return {
    text: answer,
    pretty: indent(answer),
    sha256: createHash("sha256").update(answer).digest("hex"),
  };
}

function indent(answer: string): string {
  try {
    return JSON.stringify(JSON.parse(answer), null, 2);
  } catch {
    return answer;
  }
}
