import { shapeOf, withoutCpfs } from "#lib/privacy/mask.ts";
import { Misshapen, readAnswer, validationAnswerSchema } from "#lib/unico/schemas.ts";

/** The members of an answer as Unico sent them; null where it sent none. */
export type RawSignals = { fraudsters: string | null; biometry: string | null; liveness: string | null };

const told = (value: unknown): string => (typeof value === "string" ? withoutCpfs(value) : shapeOf(value));

const rawOf = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  // In its marks, so that a bare "true" is not taken for the result that it is not.
  if (value instanceof Misshapen)
    return typeof value.value === "string" ? `"${told(value.value)}"` : told(value.value);
  return told(value);
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
