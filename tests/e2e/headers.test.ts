import { expect, test } from "#tests/support/e2e-test.ts";
import { rate } from "#tests/support/observatory.ts";

const NONCE = /'nonce-([A-Za-z0-9+/=]+)'/;
const ANSWERS = 1_000;

const cookiesIn = (headers: readonly { name: string; value: string }[]) =>
  headers
    .filter(({ name }) => name.toLowerCase() === "set-cookie")
    .map(({ value }) => {
      const [pair = "", ...attributes] = value.split(";").map((part) => part.trim());
      return { name: pair.split("=")[0] ?? "", attributes: attributes.map((each) => each.toLowerCase()) };
    });

test("a thousand answers have a thousand nonces", async ({ open }) => {
  test.setTimeout(180_000);
  const { request } = await open(null);
  const nonces = new Set<string>();
  const ask = async () => {
    for (let i = 0; i < ANSWERS / 10; i += 1) {
      const answer = await request.get("/sign-in", {
        headers: { "x-nonce": "mine", "content-security-policy": "script-src *" },
      });
      const nonce = NONCE.exec(answer.headers()["content-security-policy"] ?? "")?.[1] ?? "";
      expect(await answer.text()).toContain(`nonce="${nonce}"`);
      nonces.add(nonce);
    }
  };
  await Promise.all(Array.from({ length: 10 }, ask));
  expect(nonces.size).toBe(ANSWERS);
});

test("every kind of answer carries the headers that keep it here, and its cookies cannot be read", async ({
  open,
}) => {
  const { request } = await open("manager");
  const stranger = (await open(null)).request;
  const paths = [
    "/",
    "/cases",
    "/cases/1",
    "/nowhere",
    "/api/health",
    "/api/ready",
    "/api/selfies/x",
    "/sign-in",
  ];
  for (const [from, path] of [
    ...paths.map((path) => [request, path] as const),
    [stranger, "/sign-in"] as const,
    [stranger, "/cases"] as const,
  ]) {
    const answer = await from.get(path, { maxRedirects: 0 });
    const headers = answer.headers();
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "strict-transport-security": expect.stringMatching(/max-age=63072000; includeSubDomains/),
      "permissions-policy": expect.stringContaining("geolocation=()"),
    });
    expect(headers["x-powered-by"], path).toBeUndefined();
    if (path !== "/api/health") expect(headers["cache-control"], path).toMatch(/no-store/);
    const cookies = cookiesIn(answer.headersArray());
    for (const { name, attributes } of cookies) {
      expect(attributes, name).toEqual(expect.arrayContaining(["httponly", "path=/"]));
      expect(
        attributes.some((each) => each.startsWith("samesite=")),
        name,
      ).toBe(true);
      expect(
        attributes.some((each) => each.startsWith("domain=")),
        name,
      ).toBe(false);
    }
    const { score, because } = rate(headers, cookies, false);
    expect(score, `${path}: ${because.join(", ")}`).toBeGreaterThanOrEqual(100);
  }
});

test("the picture optimizer of the framework is not there", async ({ open }) => {
  const { request } = await open("analyst");
  for (const url of [
    "/_next/image?url=%2Ficon.svg&w=64&q=75",
    "/_next/image?url=https%3A%2F%2Fexample.com%2Fa.png&w=64&q=75",
    "/_next/image?url=%2Fapi%2Fselfies%2F1&w=64&q=75",
  ])
    expect((await request.get(url)).status(), url).toBe(404);
});
