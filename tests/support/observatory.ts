/**
 * The scoring of Mozilla's HTTP Observatory for what one answer shows, offline: base 100, bonuses counted from 90 on.
 * Source: github.com/mozilla/http-observatory, httpobs/docs/scoring.md.
 */
export type Rated = { readonly score: number; readonly because: string[] };

type Headers = Readonly<Record<string, string>>;
type Cookie = { readonly name: string; readonly attributes: readonly string[] };

const directive = (policy: string, name: string) =>
  policy
    .split(";")
    .map((rule) => rule.trim().split(/\s+/))
    .find(([first]) => first === name)
    ?.slice(1) ?? null;

function rateOfPolicy(policy: string | undefined): [number, string] {
  if (!policy) return [-25, "no content security policy"];
  const scripts = directive(policy, "script-src") ?? directive(policy, "default-src") ?? ["*"];
  const hasNonce = scripts.some((source) => source.startsWith("'nonce-"));
  if (!hasNonce && scripts.includes("'unsafe-inline'")) return [-20, "scripts may stand in the page"];
  if (scripts.includes("'unsafe-eval'")) return [-10, "scripts may evaluate text"];
  if (scripts.some((source) => /^(\*|https?:|data:)$/.test(source))) return [-20, "scripts from anywhere"];
  if (directive(policy, "style-src")?.includes("'unsafe-inline'")) return [0, "styles may stand in the page"];
  return directive(policy, "default-src")?.join() === "'none'"
    ? [10, "nothing is allowed unless named"]
    : [5, "no unsafe source"];
}

function rateOfCookies(cookies: readonly Cookie[], isHttps: boolean): [number, string] {
  const lacks = (wanted: string) =>
    cookies.some(({ attributes }) => !attributes.some((given) => given.startsWith(wanted)));
  if (cookies.length === 0) return [0, "no cookies"];
  if (isHttps && lacks("secure")) return [-40, "a cookie without Secure"];
  if (lacks("httponly")) return [-30, "a cookie that scripts read"];
  return lacks("samesite=") ? [0, "a cookie without SameSite"] : [5, "cookies Secure, HttpOnly, SameSite"];
}

function rateOfTransport(header: string | undefined): [number, string] {
  const seconds = Number(/max-age=(\d+)/.exec(header ?? "")?.[1] ?? -1);
  if (seconds < 0) return [-20, "no strict transport"];
  if (seconds < 15_768_000) return [-10, "strict transport for under six months"];
  return [0, "strict transport"];
}

export function rate(headers: Headers, cookies: readonly Cookie[], isHttps: boolean): Rated {
  const policy = headers["content-security-policy"];
  const framed = policy ? directive(policy, "frame-ancestors") : null;
  const marks: [number, string][] = [
    rateOfPolicy(policy),
    rateOfCookies(cookies, isHttps),
    rateOfTransport(headers["strict-transport-security"]),
    headers["x-content-type-options"] === "nosniff" ? [0, "nosniff"] : [-5, "types are guessed"],
    framed?.join() === "'none'" ? [5, "no frames, by policy"] : [-20, "may be framed"],
    /^(no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)$/.test(
      headers["referrer-policy"] ?? "",
    )
      ? [5, "addresses stay here"]
      : [0, "no referrer policy"],
    headers["cross-origin-resource-policy"] === "same-origin"
      ? [10, "not for other origins"]
      : [0, "no resource policy"],
    headers["access-control-allow-origin"] === "*"
      ? [-50, "readable from anywhere"]
      : [0, "not readable from elsewhere"],
  ];
  const sumOf = (some: typeof marks) => some.reduce((sum, [points]) => sum + points, 0);
  const base = 100 + sumOf(marks.filter(([points]) => points < 0));
  const score = base >= 90 ? base + sumOf(marks.filter(([points]) => points > 0)) : base;
  return { score: Math.max(0, score), because: marks.map(([points, why]) => `${points} ${why}`) };
}
