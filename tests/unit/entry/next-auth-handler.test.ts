import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { someSettings } from "#tests/support/settings.ts";

const library = vi.hoisted(() => ({ calls: 0 }));
vi.mock("next-auth", async (original) => {
  const { default: real } = await original<{ default: (...given: unknown[]) => Promise<Response> }>();
  return {
    default: (...given: unknown[]) => {
      library.calls += 1;
      return real(...given);
    },
  };
});

beforeAll(() => {
  for (const [name, value] of Object.entries(someSettings())) vi.stubEnv(name, value);
});
afterAll(() => vi.unstubAllEnvs());

type Init = ConstructorParameters<typeof NextRequest>[1];
async function statusOf(path: string, init?: Init): Promise<number> {
  const { nextAuthHandler } = await import("#lib/entry/next-auth.ts");
  const request = new NextRequest(`http://localhost:3000/api/auth/${path}`, init);
  const nextauth = request.nextUrl.pathname.split("/").slice(3);
  return (await nextAuthHandler(request, { params: Promise.resolve({ nextauth }) })).status;
}
const json = { "content-type": "application/json" };

it("answers 404 where nothing of ours calls", async () => {
  expect(
    await statusOf("_log", { method: "POST", headers: json, body: '{"level":"error","code":"x"}' }),
  ).toBe(404);
  expect(await statusOf("callback/credentials")).toBe(404);
});
it.each([
  ["a wrong address to return to", "session?callbackUrl=foo", {}],
  ["the same in a cookie", "session", { headers: { cookie: "next-auth.callback-url=foo" } }],
  [
    "the same in a cookie over https",
    "session",
    { headers: { cookie: "__Secure-next-auth.callback-url=javascript:x" } },
  ],
])("answers 400 to %s, and the library does not write it into its log", async (_, path, init) => {
  library.calls = 0;
  expect(await statusOf(path, init)).toBe(400);
  expect(library.calls).toBe(0);
});
it("answers 400 where the library throws over what it was sent", async () => {
  library.calls = 0;
  const init = { method: "POST", headers: json, body: "{bad" };
  expect(await statusOf("callback/credentials", init)).toBe(400);
  expect(library.calls).toBe(1);
});
