import { parseCpf } from "#lib/privacy/cpf.ts";
import { lacksOf, OVER_HTTP, type Told } from "#tests/support/audit-coverage.ts";
import { anOwnSession, asOwner, cookieOf, databaseUrl } from "#tests/support/e2e-knocking.ts";
import {
  changeRetention,
  poster,
  replaceAFactor,
  serveATitular,
  speakInVain,
  turnAPerson,
} from "#tests/support/e2e-rare-acts.ts";
import { aReferenceThat } from "#tests/support/e2e-sandbox.ts";
import { aStart, fact, startReverification } from "#tests/support/e2e-screens.ts";
import { expect, test } from "#tests/support/e2e-test.ts";

// All other tests have run before: what they did over HTTP, and what the first test here adds, the log is asked for.
test.describe.configure({ mode: "default" });
test.skip(!databaseUrl(), "E2E_DATABASE_URL is not set");
test.setTimeout(180_000);

const events = () =>
  asOwner(
    async (client) => (await client.query("SELECT * FROM audit_event ORDER BY at, seq")).rows as Told[],
  );

test("what no other test does is done once over HTTP", async ({ browser, baseURL, open }) => {
  const post = poster(baseURL);
  // A session that has just begun is proof enough for five minutes.
  const { cookie: admin } = await anOwnSession(browser, "admin");
  await turnAPerson(post, admin);
  const { cookie: manager } = await anOwnSession(browser, "manager");
  await serveATitular(post, { admin, manager });
  await changeRetention(post, admin);
  await post.file("/api/audit/export", cookieOf("manager"), { format: "csv", action: "session.start" });
  await replaceAFactor(post, browser);
  const page = await open("analyst");
  await startReverification(page, await aStart({ referenceId: await aReferenceThat("error_500") }));
  await expect(fact(page, "State")).toContainText("unknown");
  await speakInVain(post, new URL(page.url()).pathname.split("/").at(-1) ?? "");
});

test("every act of the catalogue that can be done over HTTP stands in the log", async () => {
  const told = new Set((await events()).map(({ action }) => action));
  expect(OVER_HTTP.filter((action) => !told.has(action))).toEqual([]);
});

test("every event says who, in which role and session, when, on what, and how it ended", async () => {
  const from = new Date(Date.now() - 366 * 86_400_000);
  const until = new Date(Date.now() + 1_000);
  const all = await events();
  expect(all.length).toBeGreaterThan(0);
  expect(all.flatMap((event) => lacksOf(event, { from, until }))).toEqual([]);
});

/** Eleven digits in a row, or written as a CPF, that are one. Hashes and ids are read as words of their own. */
const cpfsIn = (text: string) =>
  (text.match(/(?<![0-9a-f-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![0-9a-f-])/gi) ?? []).filter((each) =>
    parseCpf(each),
  );

test("no event holds a CPF, a name, an email, a picture or a token", async () => {
  const names = await asOwner(async (client) => {
    const { rows } = await client.query("SELECT name FROM subject WHERE name IS NOT NULL");
    return rows.map(({ name }) => String(name).toLowerCase()).filter((name) => name.length > 5);
  });
  const found: string[] = [];
  for (const { seq, action, address, entity_id, detail } of await events()) {
    const text = JSON.stringify([entity_id, detail]);
    const low = text.toLowerCase();
    if (cpfsIn(text).length > 0) found.push(`${action} ${seq}: a CPF`);
    if (names.some((name) => low.includes(name))) found.push(`${action} ${seq}: a name`);
    if (/[\w.+-]+@[\w-]+\.\w/.test(text)) found.push(`${action} ${seq}: an email`);
    if (/[A-Za-z0-9+/=_-]{120,}/.test(text))
      found.push(`${action} ${seq}: something long as a picture or a token`);
    if (/eyJ[A-Za-z0-9_-]{8,}\./.test(text)) found.push(`${action} ${seq}: a token`);
    if (address !== null && !/^[0-9a-f.:]+$/i.test(address)) found.push(`${action} ${seq}: no address`);
  }
  expect(found).toEqual([]);
});
