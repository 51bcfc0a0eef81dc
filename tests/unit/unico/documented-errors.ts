import { readFileSync } from "node:fs";

export type ClientAction =
  | "fix_request"
  | "capture_again"
  | "credential_problem"
  | "refresh_token_once"
  | "new_assertion_once"
  | "wait_long"
  | "wait_and_retry"
  | "backoff"
  | "retry_safe"
  | "server_error"
  | "not_found"
  | "technical_error";

export type DocumentedError = {
  readonly contract: string;
  readonly endpoint: string;
  readonly http: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly clientAction: ClientAction;
};

/** Every error of Unico's documents; the file names them. */
export const documentedErrors: readonly DocumentedError[] = JSON.parse(
  readFileSync(new URL("../../support/unico-errors.json", import.meta.url), "utf8"),
).errors;

type Shape = readonly [name: string, body: string];

/** Every shape in which an error of the two contracts has been seen. Source: Unico's error pages, old and new. */
export function shapesOf({ code, message }: Pick<DocumentedError, "code" | "message">): Shape[] {
  if (code === null) {
    return [
      ["nothing", ""],
      ["an empty object", "{}"],
      ["null", "null"],
      ["a page", "<html><body>refused</body></html>"],
      ["an error without a code", JSON.stringify({ error: { description: "x" } })],
    ];
  }
  const description = message ?? "";
  const json = (name: string, body: unknown): Shape => [name, JSON.stringify(body)];
  return [
    json("code and description", { error: { code, description } }),
    json("code as a number", { error: { code: Number(code), description } }),
    json("code and message", { error: { code: Number(code), message: description } }),
    json("capitals", { Error: { Code: code, Description: description } }),
    json("capitals outside alone", { Error: { code, description } }),
    json("bare", { code: Number(code), message: description }),
    json("bare, code as a text", { code, message: description }),
    ["a byte order mark before it", `\ufeff${JSON.stringify({ error: { code, description } })}`],
  ];
}

/** The token service says its code inside a sentence, in either language. */
export const tokenShapesOf = (code: string): Shape[] =>
  [`Falha na autenticação ${code}`, `Authentication failed (${code})`].map((text) => [
    text,
    JSON.stringify({ error: "server_error", error_description: text }),
  ]);
