import { expect, it } from "vitest";
import { isFromOurPages, refusalOfOrigin } from "#lib/entry/same-origin.ts";

const OURS = { host: "app.test:3000", origin: "http://app.test:3000" };
const sent = (headers: Record<string, string>) =>
  isFromOurPages(new Headers(headers), "https://contraprova.test");

it("knows its own pages by the host that was asked and by the address that it is known under", () => {
  expect(sent(OURS)).toBe(true);
  expect(sent({ ...OURS, "sec-fetch-site": "same-origin" })).toBe(true);
  expect(sent({ host: "10.0.0.3:3000", origin: "https://contraprova.test" })).toBe(true);
});

it.each<[string, Record<string, string>]>([
  ["none", { host: OURS.host }],
  ["a hidden one", { ...OURS, origin: "null" }],
  ["another site", { ...OURS, origin: "https://elsewhere.example" }],
  ["a sub-domain", { ...OURS, origin: "http://evil.app.test:3000" }],
  ["another port", { ...OURS, origin: "http://app.test:3001" }],
  ["a longer name", { ...OURS, origin: "http://app.test:3000.elsewhere.example" }],
  [
    "one that a forwarded host agrees with",
    { ...OURS, origin: "http://e.test", "x-forwarded-host": "e.test" },
  ],
  ["ours, of a page of another site", { ...OURS, "sec-fetch-site": "cross-site" }],
  ["ours, of a neighbour", { ...OURS, "sec-fetch-site": "same-site" }],
])("does not take %s for its own", (_, headers) => {
  expect(sent(headers)).toBe(false);
});

it("turns foreign actions away, with a script and without, and nothing else", () => {
  const ask = (method: string, headers: Record<string, string>) =>
    refusalOfOrigin({ method, headers: new Headers({ host: OURS.host, ...headers }) })?.status;
  const foreign = { origin: "https://elsewhere.example" };
  expect(ask("POST", { ...foreign, "next-action": "x" })).toBe(403);
  expect(ask("POST", { ...foreign, "content-type": "multipart/form-data; boundary=a" })).toBe(403);
  expect(ask("POST", { "next-action": "x", origin: OURS.origin })).toBeUndefined();
  expect(ask("GET", { ...foreign, "next-action": "x" })).toBeUndefined();
  expect(ask("POST", { ...foreign, "content-type": "application/json" })).toBeUndefined();
});
