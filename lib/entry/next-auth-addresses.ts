/** What of next-auth's own addresses is used; all else is not there, such as its log that takes anybody's text. */
const USED: Readonly<Record<string, readonly string[]>> = {
  // Its own redirects end at `error`, which leads on to the sign-in page.
  GET: ["csrf", "providers", "session", "signin", "signout", "error"],
  POST: ["signin/credentials", "callback/credentials", "signout"],
};

export const isUsedAddress = (method: string, segments: readonly string[]): boolean =>
  USED[method]?.includes(segments.join("/")) ?? false;

/** Where next-auth is to lead afterwards, in its parameter or cookie; of any other it says that its set-up is broken. */
export function isSoundCallback(value: string, origin: string): boolean {
  const url = URL.parse(value, value.startsWith("/") ? origin : undefined);
  return value === "" || url?.protocol === "https:" || url?.protocol === "http:";
}
