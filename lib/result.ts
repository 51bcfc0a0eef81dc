/** What a person can act on travels as a value; what they cannot is thrown. */
export type Result<T, F> = Ok<T> | Fail<F>;
export type Ok<T> = { readonly ok: true; readonly value: T };
export type Fail<F> = { readonly ok: false; readonly failure: F };

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const fail = <const F>(failure: F): Fail<F> => ({ ok: false, failure });

/** The `default` branch of a switch over a closed union: a new member stops the compiler here. */
export function never(value: never): never {
  throw new Error(`unhandled: ${JSON.stringify(value)}`);
}
