import { builtEntries } from "#tests/support/e2e-build.ts";
import {
  cookieOf,
  databaseUrl,
  keepLeases,
  knockers,
  somethingOfEach,
  sumsOfRows,
} from "#tests/support/e2e-knocking.ts";
import { formBody, hostileBodies, otherOrigins, postAction } from "#tests/support/e2e-posting.ts";
import { control } from "#tests/support/e2e-sandbox.ts";
import { expect, test } from "#tests/support/e2e-test.ts";
import { ACTIONS, type Action } from "#tests/support/entry-actions.ts";
import { INSIDE } from "#tests/support/entry-who.ts";

test.skip(!databaseUrl(), "E2E_DATABASE_URL is not set");
test.setTimeout(600_000);

const paidCalls = async () => ((await (await control("/ledger")).json()) as { count: number }).count;
const everyAction = () =>
  builtEntries().actions.flatMap(({ id, key }) => {
    const action = ACTIONS[key];
    return action ? [{ id, key, action }] : [];
  });
/** They change the sender's own session or cookies and nothing else: asked with a session of their own. */
const endsSession = (key: string) => /signOut|startOver|endOtherSessions|endSession/.test(key);
const REFUSED = /"code":"(forbidden|signed_out|pending_over|sign_in|link|not_there|cpf_unknown)"/;

/** Runs `post` and fails when a row changed, a call was paid for, or something of `wrong` is told. */
async function expectNoEffect(run: (wrong: string[]) => Promise<number>) {
  await keepLeases();
  const [rows, paid] = [await sumsOfRows(), await paidCalls()];
  const wrong: string[] = [];
  const sent = await run(wrong);
  expect(wrong, `${sent} sent`).toEqual([]);
  expect(await sumsOfRows()).toEqual(rows);
  expect(await paidCalls()).toBe(paid);
}

test("an action posted without a session, or in a role that may not, is refused before anything happens", async ({
  browser,
  baseURL,
}) => {
  const [cookies, { ids, names }] = [await knockers(browser), await somethingOfEach()];
  await expectNoEffect(async (wrong) => {
    let sent = 0;
    for (const { id, key, action } of everyAction()) {
      if (action.may === "open") continue;
      const { may } = action;
      const outside = ["anonymous", "disabled", "expired"] as const;
      for (const who of [...outside, ...INSIDE.filter((each) => !may.includes(each))]) {
        const body = formBody(action, {
          ...action.form(ids),
          role: "admin",
          status: "closed",
          ownerId: ids.user,
        });
        const answer = await postAction({ baseURL, path: action.page(ids), id, cookie: cookies[who], body });
        sent += 1;
        // A form that is refused for what it says would show nothing about who may send it.
        const isSaid = REFUSED.test(answer.text) || answer.leadsTo?.startsWith("/sign-in");
        if (answer.status >= 500 || !(isSaid || answer.status >= 400))
          wrong.push(`${who} ${key}: ${answer.status} ${answer.text.slice(0, 120)}`);
        if (names.some((name) => answer.text.includes(name))) wrong.push(`${who} ${key}: told a name`);
      }
    }
    return sent;
  });
});

test("what no page sends is refused before anything happens, and never ends in a failure of the program", async ({
  baseURL,
}) => {
  const { ids } = await somethingOfEach();
  await expectNoEffect(async (wrong) => {
    let sent = 0;
    for (const { id, key, action } of everyAction()) {
      if (endsSession(key)) continue;
      const who = action.may === "open" ? null : (action.may.at(-1) ?? null);
      const cookie = who ? cookieOf(who) : "";
      for (const [what, body] of Object.entries(hostileBodies(action, action.form(ids)))) {
        if (isHarmless(action, what)) continue;
        const answer = await postAction({ baseURL, path: action.page(ids), id, cookie, body });
        sent += 1;
        if (answer.status >= 500)
          wrong.push(`${key}, ${what}: ${answer.status} ${answer.text.slice(0, 120)}`);
      }
    }
    return sent;
  });
});

/** An action that needs no field, or whose fields may be left out, does what it is for. */
const isHarmless = (action: Action, what: string) =>
  Object.keys(
    action.form({
      case: "1",
      reverification: "",
      process: "",
      list: "",
      import: "",
      subject: "",
      user: "",
      event: "",
    }),
  ).length === 0 &&
  !/object in place|array in place|argument|reference|promise|function|deep|JSON|limit|XML|type|multipart/.test(
    what,
  );

test("a form that does not come from a page of ours is refused, whoever's cookie it carries", async ({
  baseURL,
}) => {
  const { ids } = await somethingOfEach();
  const { host } = new URL(baseURL ?? "");
  await expectNoEffect(async (wrong) => {
    let sent = 0;
    for (const { id, key, action } of everyAction()) {
      const who = action.may === "open" ? null : (action.may.at(-1) ?? null);
      for (const [what, origin] of Object.entries(otherOrigins(host)))
        for (const spoofed of [{}, { "x-forwarded-host": "elsewhere.example" }]) {
          const answer = await postAction({
            baseURL,
            path: action.page(ids),
            id,
            cookie: who ? cookieOf(who) : "",
            body: formBody(action, action.form(ids)),
            headers: { origin, ...spoofed },
          });
          sent += 1;
          const isDone = /"status":"(done|refused|invalid)"/.test(answer.text) || answer.leadsTo !== null;
          if (isDone || answer.status >= 500 || answer.status < 400)
            wrong.push(`${key}, ${what}: ${answer.status} ${answer.text.slice(0, 80)}`);
        }
    }
    return sent;
  });
});

test("an id that no build gave, or none, runs nothing", async ({ baseURL }) => {
  await expectNoEffect(async (wrong) => {
    const ids = ["0".repeat(42), "7f".repeat(21), "__proto__", "../x", "x", "%00", "constructor"];
    for (const id of ids) {
      const body = { body: "[]", type: "text/plain;charset=UTF-8" };
      const answer = await postAction({ baseURL, path: "/cases", id, cookie: cookieOf("analyst"), body });
      if (answer.status >= 500) wrong.push(`${id}: ${answer.status}`);
    }
    return ids.length;
  });
});
