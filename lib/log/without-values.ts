import { stripVTControlCharacters } from "node:util";
import { maskEmail, withoutCpfs } from "#lib/privacy/mask.ts";

/**
 * What messages of PostgreSQL, Prisma, JSON and Node put into quotes is a value, but for the names of our tables and
 * columns. Between backticks Prisma puts codes, names and the messages of PostgreSQL.
 */
const QUOTED = /"(?:\\.|[^"\\])*(?:"|$)|'(?:\\.|[^'\\])*(?:'|$)/g;
const OWN_NAME = /^.[a-z]+(?:_[a-z]+)+.$/;
const EMAIL = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g;
/** Tokens, keys, pictures: longer than any id. */
const LONG = /[\w+/=-]{64,}/g;
const MOST_LETTERS = 2_000;

/**
 * Text of an error as it may stand in a log: what is wrong, and nothing of what it was wrong with. Of a person such a
 * text tells nothing; what was typed can be found by the request, in the audit log.
 */
export const withoutValues = (text: string): string =>
  withoutCpfs(
    stripVTControlCharacters(text)
      .slice(0, MOST_LETTERS)
      .replace(QUOTED, (quoted) => (OWN_NAME.test(quoted) ? quoted : `${quoted[0]}…${quoted[0]}`))
      .replace(EMAIL, maskEmail)
      .replace(LONG, "…"),
  );

export type LoggedError = {
  type: string;
  code?: string;
  /** By it a person who saw the error page names it. */
  digest?: string;
  message: string;
  stack: string[];
  cause?: LoggedError;
};

const MOST_CAUSES = 4;
const MOST_FRAMES = 20;
const textAt = (error: Error, name: "code" | "digest"): object => {
  const value = (error as { code?: unknown; digest?: unknown })[name];
  return typeof value === "string" || typeof value === "number"
    ? { [name]: withoutValues(String(value)) }
    : {};
};

/** An error as it may stand in a log. Of its stack the places alone: it begins with the message. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "", stack: [] };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...textAt(error, "code"),
    ...textAt(error, "digest"),
    message: withoutValues(error.message),
    stack: frames.slice(0, MOST_FRAMES).map((line) => line.trim()),
    ...(error.cause !== undefined && depth < MOST_CAUSES
      ? { cause: loggedError(error.cause, depth + 1) }
      : {}),
  };
}
