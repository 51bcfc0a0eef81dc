import { shapeOf, withoutCpfs } from "#lib/privacy/mask.ts";
import { Misshapen, readAnswer, validationAnswerSchema } from "#lib/unico/schemas.ts";

/** The members of an answer as Unico sent them; null where it sent none. */
export type RawSignals = { fraudsters: string | null; biometry: string | null; liveness: string | null };

/** What may be shown of a member: a word with its CPFs masked, and of anything else how it is made. */
const told = (value: unknown): string => (typeof value === "string" ? withoutCpfs(value) : shapeOf(value));

/** The same with its marks, so that a bare "true" is not taken for what it is not. */
export const toldInMarks = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(told(value)) : told(value);

const rawOf = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return value instanceof Misshapen ? toldInMarks(value.value) : told(value);
};

export function rawOfValidation(answer: string | null): RawSignals {
  const read = answer === null ? null : readAnswer(validationAnswerSchema, answer);
  return {
    fraudsters: rawOf(read?.fraudsters),
    biometry: rawOf(read?.biometry ?? read?.authenticated),
    liveness: rawOf(read?.liveness),
  };
}

export const rawOfProcess = ({ fraudsters, liveness }: Omit<RawSignals, "biometry">): RawSignals => ({
  fraudsters,
  biometry: null,
  liveness,
});
