import { expect, test } from "#tests/support/e2e-test.ts";

// That nothing on any page breaks the policy is held by the fixture of every test.

const NONCE = /script-src[^;]*'nonce-([A-Za-z0-9+/=]+)'/;

test("each answer has a nonce of its own, and the scripts of its page carry it", async ({ open }) => {
  for (const who of [null, "manager"] as const) {
    const { request } = await open(who);
    const nonces = [];
    for (const path of ["/sign-in", "/", "/nowhere", "/audit"]) {
      const answer = await request.get(path);
      const nonce = NONCE.exec(answer.headers()["content-security-policy"] ?? "")?.[1];
      nonces.push(nonce);
      const scripts = (await answer.text()).match(/<script[^>]*>/g) ?? [];
      expect(scripts.length, path).toBeGreaterThan(0);
      for (const script of scripts) expect(script, path).toContain(`nonce="${nonce}"`);
    }
    expect(new Set(nonces).size).toBe(nonces.length);
  }
});

test("the policy allows no foreign script, frame or address, and is kept beside other safe headers", async ({
  open,
}) => {
  const { request } = await open("analyst");
  const answer = await request.get("/reverifications/new", { headers: { "x-nonce": "chosen-by-me" } });
  const policy = answer.headers()["content-security-policy"] ?? "";
  expect(policy).not.toContain("chosen-by-me");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
    expect(policy).toContain(rule);
  expect(answer.headers()).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
  });
  expect(answer.headers()["x-powered-by"]).toBeUndefined();
  expect(answer.headers()["cache-control"]).toMatch(/no-store|private/);
});

test("a script that gets into a page all the same does not run", async ({ open }) => {
  const page = await (await open(null)).context().browser()?.newPage();
  if (!page) throw new Error("no browser");
  const breaches: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) breaches.push(message.text());
  });
  await page.goto("/sign-in");
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", '<img src="x" onerror="window.ran = true">');
  });
  await expect.poll(() => breaches.length).toBeGreaterThan(0);
  expect(await page.evaluate(() => Reflect.get(window, "ran"))).toBeUndefined();
  await page.close();
});
