import { builtEntries } from "#tests/support/e2e-build.ts";
import { databaseUrl, knockers, somethingOfEach } from "#tests/support/e2e-knocking.ts";
import { expect, test } from "#tests/support/e2e-test.ts";
import { ACTIONS } from "#tests/support/entry-actions.ts";
import { HANDLERS, NO_PAGES, PAGES } from "#tests/support/entry-table.ts";
import { INSIDE, KNOCKERS, type Knocker } from "#tests/support/entry-who.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
const isInside = (who: Knocker): who is (typeof INSIDE)[number] => INSIDE.some((each) => each === who);
const ask = (baseURL: string | undefined, path: string, cookie: string, method = "GET") =>
  fetch(new URL(path, baseURL), { method, redirect: "manual", headers: { ...(cookie ? { cookie } : {}) } });
const among = (allowed: number | readonly number[]) => (typeof allowed === "number" ? [allowed] : allowed);

test("every page, handler and action of the build stands in the table, and nothing else does", () => {
  const { pages, handlers, actions } = builtEntries();
  expect(pages.toSorted()).toEqual([...Object.keys(PAGES), ...NO_PAGES].toSorted());
  expect(handlers.toSorted()).toEqual(Object.keys(HANDLERS).toSorted());
  expect(actions.map(({ key }) => key).toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
});

test.describe("asked for by everybody", () => {
  test.skip(!databaseUrl(), "E2E_DATABASE_URL is not set");
  test.setTimeout(300_000);

  test("every page answers as the table says, and a refusal holds nothing of anybody", async ({
    browser,
    baseURL,
  }) => {
    const [cookies, { ids, names }] = [await knockers(browser), await somethingOfEach()];
    const wrong: string[] = [];
    let asked = 0;
    for (const who of KNOCKERS)
      for (const [key, { path, may, open }] of Object.entries(PAGES)) {
        const at = path(ids);
        const answer = await ask(baseURL, at, cookies[who]);
        const body = await answer.text();
        asked += 1;
        const location = answer.headers.get("location") ?? "";
        const outside = location.startsWith("/sign-in") ? 307 : answer.status;
        const due = open
          ? at === "/sign-in" && isInside(who)
            ? 307
            : 200
          : isInside(who)
            ? may.includes(who)
              ? 200
              : 404
            : 307;
        const got = isInside(who) || open ? answer.status : outside;
        if (got !== due) wrong.push(`${who} ${key}: ${got} ${location}, not ${due}`);
        const told = due === 200 ? [] : names.filter((name) => body.includes(name));
        if (told.length > 0) wrong.push(`${who} ${key}: ${told.length} names in a refusal`);
      }
    expect(wrong, `${asked} asked`).toEqual([]);
  });

  test("every handler answers as the table says, by every method", async ({ browser, baseURL }) => {
    const [cookies, { ids, names }] = [await knockers(browser), await somethingOfEach()];
    const wrong: string[] = [];
    for (const who of KNOCKERS)
      for (const [key, { path, methods }] of Object.entries(HANDLERS))
        for (const method of METHODS) {
          const answer = await ask(baseURL, path(ids), cookies[who], method);
          const body = await answer.text();
          const row = methods[method];
          const due = !row
            ? [405]
            : among(isInside(who) ? (row.may.includes(who) ? row.inside : row.refused) : row.anonymous);
          if (!due.includes(answer.status))
            wrong.push(`${who} ${method} ${key}: ${answer.status}, not ${due}`);
          const isGiven = row && isInside(who) && row.may.includes(who);
          if (!isGiven && names.some((name) => body.includes(name)))
            wrong.push(`${who} ${method} ${key}: a name in a refusal`);
        }
    expect(wrong).toEqual([]);
  });

  test("a thing that is not there looks the same as one that is refused", async ({ browser, baseURL }) => {
    const [cookies, { ids }] = [await knockers(browser), await somethingOfEach()];
    const nothing = "00000000-0000-4000-8000-000000000000";
    const pairs = [
      ["admin", `/processes/${ids.process}`, `/processes/${nothing}`],
      ["support", `/reverifications/${ids.reverification}`, `/reverifications/${nothing}`],
      ["analyst", `/settings/users/${ids.user}`, `/settings/users/${nothing}`],
      ["analyst", `/audit/subjects/${ids.subject}`, `/audit/subjects/${nothing}`],
      ["analyst", `/api/audit/${ids.event}/proof`, "/api/audit/999999999/proof"],
    ] as const;
    /** Ids of the answer itself: a nonce, the address, what Next numbers. */
    const plain = (body: string, path: string) =>
      body
        .replaceAll(path, "")
        .replaceAll(path.split("/").at(-1) ?? "", "")
        .replace(/nonce="[^"]*"|nonce\\":\\"[^"\\]*/g, "").length;
    for (const [who, there, absent] of pairs) {
      const [one, other] = await Promise.all([there, absent].map((path) => ask(baseURL, path, cookies[who])));
      expect([there, one?.status]).toEqual([there, other?.status]);
      const sizes = [plain((await one?.text()) ?? "", there), plain((await other?.text()) ?? "", absent)];
      expect(Math.abs((sizes[0] ?? 0) - (sizes[1] ?? 0)), `${there} against ${absent}`).toBeLessThan(64);
    }
  });
});
