// Order counts: Edge and Opera say Chrome too, Chrome says Safari, Android says Linux.
const BROWSERS = [
  ["Edg", "Edge"],
  ["OPR", "Opera"],
  ["Firefox", "Firefox"],
  ["HeadlessChrome", "Chrome"],
  ["Chrome", "Chrome"],
  ["Safari", "Safari"],
] as const;
const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iOS"],
  ["iPad", "iPadOS"],
  ["Windows", "Windows"],
  ["Mac OS X", "macOS"],
  ["CrOS", "ChromeOS"],
  ["Linux", "Linux"],
] as const;

/** Enough of a user agent for a person to know their own device; null when it says neither. */
export function deviceOf(userAgent: string | null): { browser: string; system: string } | null {
  const found = (known: readonly (readonly [string, string])[]) =>
    known.find(([mark]) => userAgent?.includes(mark))?.[1];
  const browser = found(BROWSERS);
  const system = found(SYSTEMS);
  return browser && system ? { browser, system } : null;
}
