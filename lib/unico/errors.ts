import { parseJson } from "./json.ts";

/** What an error body says; both null when it says nothing that we can read. */
export type UnicoError = { readonly code: string | null; readonly message: string | null };

const NOTHING: UnicoError = { code: null, message: null };
const TOKEN_CODE = /\d+\.\d+\.\d+/;
/** Ours, wider than any documented code: the code goes into the audit log, which takes nobody's free text. */
const CODE = /^[\w.]{1,20}$/;

/**
 * Reads every shape of error that Unico's documents show: `error` or `Error` as an object, bare code and message,
 * and the token service's text with a dotted code. Never throws.
 * Source: developer.unico.io, error-codes; devcenter.unico.io, Authentication errors.
 */
export function readError(raw: string): UnicoError {
  const body = parseJson(raw);
  if (!isRecord(body)) return NOTHING;
  const error = body.error ?? body.Error;
  if (typeof error === "string") return readTokenError(error, body.error_description);
  const holder = isRecord(error) ? error : body;
  return {
    code: codeText(holder.code ?? holder.Code),
    message: plainText(holder.description ?? holder.Description ?? holder.message ?? holder.Message),
  };
}

function readTokenError(error: string, description: unknown): UnicoError {
  const message = plainText(description) ?? error;
  return { code: codeText(TOKEN_CODE.exec(message)?.[0]), message };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const plainText = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;

function codeText(value: unknown): string | null {
  const code = typeof value === "number" ? String(value) : value;
  return typeof code === "string" && CODE.test(code) ? code : null;
}
