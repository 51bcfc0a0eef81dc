import fc from "fast-check";

/** Anything but what stands there: other spellings, types and values of tomorrow. */
export const junk = fc.oneof(
  fc.constantFrom("YES", "True", " true", "1", "maybe", "suspicious", "approved", "", "null", "POSITIVE"),
  fc.constantFrom(-1, 0, 1, 2, 3, 6, 1.5, 1e308, true, false, null),
  fc.jsonValue({ maxDepth: 2 }),
);
/** Mostly a value of the documents, sometimes junk, sometimes nothing. */
export const near = <T>(...known: T[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...known) },
    { weight: 2, arbitrary: junk },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
export const without = <T extends object>(record: T): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

/** Members that nobody asked for. */
export const extra = fc.dictionary(fc.constantFrom("score", "riskLevel", "idFace", "x"), junk, {
  maxKeys: 2,
});
export const isOneOf = (value: unknown, ...list: unknown[]): boolean => list.includes(value);
export const isAbsent = (value: unknown): boolean => value === undefined || value === null;
