import { brokenBodies } from "#tests/support/broken-bodies.ts";
import { builtEntries } from "#tests/support/e2e-build.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

/** 200 an entry point by hand: `BROKEN_BODIES=200`. */
const COUNT = Number(process.env.BROKEN_BODIES || 40);
const AT_ONCE = 8;

/** Every action of the build, and an address of a page that it belongs to. */
const actionsOfBuild = () =>
  builtEntries().actions.map(({ id, key, pages: [page = ""] }) => {
    const path = page
      .replace(/^app/, "")
      .replace(/\/page$/, "")
      .replaceAll(/\/\([^)]*\)/g, "")
      .replaceAll(/\[[^\]]*\]/g, "00000000-0000-4000-8000-000000000000");
    return { id, key, path: path || "/" };
  });

test("no body makes any action fail, whoever sends it", async ({ open }) => {
  test.setTimeout(600_000);
  // Those end the sender's own session, and with it everything that comes after.
  const actions = actionsOfBuild().filter(
    ({ key }) => !/signOut|startOver|endOtherSessions|endSession/i.test(key),
  );
  expect(actions.length).toBeGreaterThan(15);
  const bodies = brokenBodies(COUNT);
  const troubles: string[] = [];
  let sent = 0;
  for (const who of [null, "manager"] as const) {
    const { request } = await open(who);
    const left = actions.flatMap((action) => bodies.map((body) => ({ action, body })));
    const origin = new URL(test.info().project.use.baseURL ?? "").origin;
    const worker = async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        const { action, body } = next;
        const answer = await request.post(action.path, {
          headers: {
            "next-action": action.id,
            origin,
            ...(body.type === null ? {} : { "content-type": body.type }),
          },
          data: body.body,
          maxRedirects: 0,
          failOnStatusCode: false,
        });
        sent += 1;
        const text = await answer.text();
        if (answer.status() >= 500 || /\n\s+at .+:\d+:\d+/.test(text))
          troubles.push(`${action.key}, ${body.what}: ${answer.status()}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect((await request.get("/api/health")).status()).toBe(200);
  }
  expect(sent).toBe(2 * actions.length * COUNT);
  expect([...new Set(troubles)]).toEqual([]);
});
