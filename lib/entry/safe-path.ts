const HOME = "/";
const ORIGIN = "http://origin.invalid";
/** One slash, then printable ASCII without a backslash: browsers read `\` as `/` and skip control characters. */
const PLAIN_PATH = /^\/(?!\/)[!-[\]-~]*$/;
/** A slash, backslash or control character in disguise: a proxy on the way may decode it. */
const DISGUISED = /%(2f|5c|[01][0-9a-f]|7f|25)/i;
const MAX_LENGTH = 2_000;

/** Where to go after sign-in: `value` when it is a path of this origin, else the overview. */
export function safePath(value: unknown): string {
  if (typeof value !== "string" || value.length > MAX_LENGTH || !PLAIN_PATH.test(value)) return HOME;
  const url = URL.parse(value, ORIGIN);
  if (url?.origin !== ORIGIN || DISGUISED.test(url.pathname)) return HOME;
  const path = url.pathname + url.search;
  // Resolving `/..//host` leaves two slashes at the start.
  return PLAIN_PATH.test(path) ? path : HOME;
}

/** The same for a whole address or a path of `origin`. */
export function safeTarget(value: string, origin: string): string {
  const url = URL.parse(value, origin);
  return url?.origin === origin ? safePath(url.pathname + url.search) : HOME;
}
