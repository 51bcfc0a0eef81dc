import { stripVTControlCharacters } from "node:util";

/** An apostrophe within a word quotes nothing. Between backticks Prisma puts codes and names of its own. */
const MARK = /["“”«»]|(?<!\p{L})'|'(?!\p{L})/gu;
const UUID_OR_DIGITS = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\+?\d(?:[\s()./-]{0,2}\d){7,}/gi;
const UUID_LENGTH = 36;
const EMAIL = /[^\s<>"'(),;:=]+@[^\s<>"'(),;:]+/g;
/** `Key (name)=(…)`, `Failing row contains (…)`: PostgreSQL's details. */
const DETAIL = /(=\s?|contains )\(.*\)/gs;
const QUERY = /\?[^\s)]+/g;
/** Tokens, keys, pictures: longer than any id. */
const LONG = /[\w+/=-]{64,}/g;
const MOST_READ = 10_000;
const MOST_LETTERS = 2_000;

/**
 * From the first mark to the last: a value may hold marks of its own, and neither V8 nor PostgreSQL says where it ends.
 */
function withoutQuoted(text: string): string {
  const marks = [...text.matchAll(MARK)];
  const [first, last] = [marks.at(0), marks.at(-1)];
  if (!first || !last) return text;
  const rest = first === last ? "" : text.slice(last.index + 1);
  return `${text.slice(0, first.index)}“…”${rest}`;
}

/**
 * Text of an error as it may stand in a log: what is wrong, and nothing of what it was wrong with. Whom it was about can
 * be found by the request, in the audit log.
 */
export const withoutValues = (text: string): string =>
  withoutQuoted(stripVTControlCharacters(text).slice(0, MOST_READ))
    .replace(DETAIL, "$1(…)")
    .replace(EMAIL, "…")
    .replace(UUID_OR_DIGITS, (found) => (found.length === UUID_LENGTH && /[a-f-]/i.test(found) ? found : "…"))
    .replace(QUERY, "?…")
    .replace(LONG, "…")
    .slice(0, MOST_LETTERS);

export type LoggedError = {
  type: string;
  code?: string;
  /** By it a person who saw the error page names it. */
  digest?: string;
  message: string;
  stack: string[];
  cause?: LoggedError;
  errors?: LoggedError[];
};

const MOST_DEEP = 4;
const MOST_FRAMES = 20;
const FRAME = /^\s+at .*(?::\d+:\d+\)?|<anonymous>\)?|\(index \d+\))$/;

/** A hash, and the number of an error of Next's own. */
const DIGEST = /^\d{1,20}(?:@E\d+)?$/;

function namesOf(error: Error): Pick<LoggedError, "code" | "digest"> {
  const { code, digest } = error as { code?: unknown; digest?: unknown };
  return {
    ...(typeof code === "string" || typeof code === "number" ? { code: withoutValues(String(code)) } : {}),
    ...(typeof digest === "string" && DIGEST.test(digest) ? { digest } : {}),
  };
}

/** The places alone: a stack begins with the message, which may look like some. */
function framesOf({ stack = "", message }: Error): string[] {
  const at = stack.indexOf(message);
  const lines = (at < 0 ? stack : stack.slice(at + message.length)).split("\n");
  return lines.filter((line) => FRAME.test(line)).map((line) => line.trim());
}

/** V8 puts the text itself into what it says of broken JSON, with or without marks. */
const messageOf = (error: Error): string =>
  error instanceof SyntaxError ? "" : withoutValues(error.message);

/** An error as it may stand in a log, with what caused it and what it is made of. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "", stack: [] };
  const isDeep = depth >= MOST_DEEP;
  return {
    type: error.name,
    ...namesOf(error),
    message: messageOf(error),
    stack: framesOf(error).slice(0, MOST_FRAMES),
    ...(error.cause === undefined || isDeep ? {} : { cause: loggedError(error.cause, depth + 1) }),
    ...(error instanceof AggregateError && !isDeep
      ? { errors: error.errors.slice(0, MOST_DEEP).map((each) => loggedError(each, depth + 1)) }
      : {}),
  };
}
