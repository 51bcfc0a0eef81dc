import { randomUUID } from "node:crypto";
import { ptBR as spoken } from "#lib/i18n/messages/verdicts.ts";
import { aProcessLike, aReferenceThat, control } from "#tests/support/e2e-sandbox.ts";
import { aStart, fact, lookUp, startReverification } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

const ADDRESS = "/api/webhooks/unico";

/** What the program answers to a notice of the sandbox, which knows the secret. */
async function notify(notice: object): Promise<(number | null)[]> {
  const response = await control("/notices", { method: "POST", body: JSON.stringify(notice) });
  const { notices } = (await response.json()) as { notices: { status: number | null }[] };
  return notices.map(({ status }) => status);
}

test("Unico's notice is confirmed without session or cookie, as often as it comes", async () => {
  const { id } = await aProcessLike("holder");
  expect(await notify({ processId: id, count: 5 })).toEqual(Array(5).fill(204));
});

test("a notice without the secret is refused before its body is looked at", async ({
  playwright,
  baseURL,
}) => {
  const request = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
  const bodies = [
    JSON.stringify({ processId: randomUUID(), state: "PROCESS_STATE_FINISHED" }),
    "{broken",
    "x".repeat(3_000_000),
  ];
  for (const data of bodies) {
    for (const headers of [
      {},
      { authorization: "Bearer wrong" },
      { "content-type": "multipart/form-data" },
    ]) {
      const answer = await request.post(ADDRESS, { data, headers });
      expect(answer.status()).toBe(401);
      expect(await answer.text()).toBe("");
    }
  }
  await request.dispose();
});

test("a session opens nothing here, and a form of another site neither", async ({ open }) => {
  const { request } = await open("admin");
  const answer = await request.post(ADDRESS, {
    form: { processId: randomUUID() },
    headers: { origin: "https://evil.example" },
  });
  expect(answer.status()).toBe(401);
});

test("only POST is answered", async ({ open }) => {
  const { request } = await open(null);
  for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const answer = await request.fetch(ADDRESS, { method });
    expect(answer.status(), method).toBe(405);
    expect(answer.headers().allow).toBe("POST");
  }
});

test("who has the secret is told what is wrong with a notice by its status", async () => {
  expect(await notify({ text: "{broken" })).toEqual([400]);
  expect(await notify({ processId: "none" })).toEqual([400]);
  expect(await notify({ text: JSON.stringify({ processId: randomUUID() }).padEnd(16_385) })).toEqual([413]);
  expect(await notify({ text: JSON.stringify({ processId: randomUUID() }).padEnd(16_384) })).toEqual([204]);
});

test("a process that ends at Unico is read without anybody asking", async ({ open }) => {
  const page = await open("support");
  const known = await aProcessLike("created");
  await page.goto("/processes");
  await lookUp(page, known.id);
  await expect(page.getByRole("main")).toContainText(spoken.say.not_finished);
  await aProcessLike("holder", known);
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("main")).toContainText(spoken.say.confirmed, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
});

test("a re-verification that Unico still worked on ends by Unico's notice", async ({ open }) => {
  const page = await open("analyst");
  await startReverification(page, await aStart({ referenceId: await aReferenceThat("pending") }));
  await expect(fact(page, "State")).toContainText("sent");
  await expect(async () => {
    await page.reload();
    await expect(fact(page, "State")).toContainText("completed", { timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
});
