const hostOf = (url: string | null | undefined): string | null => URL.parse(url ?? "")?.host || null;

/**
 * Whether a request that changes something comes from a page of ours. A browser sends `Origin` with every POST; `null`
 * is what a page that hides where it comes from sends. What a proxy says of the host is not asked: anybody may say it.
 */
export function isFromOurPages(headers: Headers, appUrl: string | undefined = process.env.APP_URL): boolean {
  const origin = hostOf(headers.get("origin"));
  const site = headers.get("sec-fetch-site");
  const isOurs = origin !== null && (origin === headers.get("host") || origin === hostOf(appUrl));
  return isOurs && (site === null || site === "same-origin");
}

export type OriginRefusal = { readonly status: 403; readonly text: string };
const FOREIGN: OriginRefusal = {
  status: 403,
  text: "This was not sent by a page of this program.\nIsto não foi enviado por uma página deste programa.\n",
};

/**
 * Finds the server actions that Next would answer with 500, because another site sent them, or believe, because a
 * forwarded host said so.
 */
export function refusalOfOrigin({
  method,
  headers,
}: Pick<Request, "method" | "headers">): OriginRefusal | null {
  const isForm = /^multipart\/form-data\b/i.test(headers.get("content-type") ?? "");
  const isAction = method === "POST" && (headers.has("next-action") || isForm);
  return isAction && !isFromOurPages(headers) ? FOREIGN : null;
}
