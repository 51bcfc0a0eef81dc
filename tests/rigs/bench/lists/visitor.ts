import { randomUUID } from "node:crypto";
import { builtEntries } from "#tests/support/e2e-build.ts";
import { formBody, postAction } from "#tests/support/e2e-posting.ts";
import { ACTIONS } from "#tests/support/entry-actions.ts";

const SIGN_IN = "app/(auth)/sign-in/actions.ts#signInAction";
const START = "app/(staff)/reverifications/new/actions.ts#startReverificationAction";
const WORK = "app/(staff)/cases/[number]/actions.ts#workOnCaseAction";

type Taken = { readonly ms: number; readonly body: string };
export type Visitor = {
  /** A page to its last byte, as a person's browser asks for it. */
  visit(path: string): Promise<Taken>;
  /** A form of a case's page, and where its answer leads. */
  workOn(number: number, fields: Record<string, string>): Promise<{ ms: number; leadsTo: string | null }>;
  /** The form of a new re-verification, with that picture. */
  start(referenceId: string, picture: Uint8Array<ArrayBuffer>): Promise<void>;
};

/** Somebody who signs in and reads, over HTTP and without a browser: what is measured is the server's. */
export async function signInAs(baseURL: string, email: string, password: string): Promise<Visitor> {
  const post = async (key: string, path: string, cookie: string, fields: Record<string, string | Blob>) => {
    const built = builtEntries().actions.find((action) => action.key === key);
    const action = ACTIONS[key];
    if (!built || !action) throw new Error(`the build has no ${key}`);
    return postAction({
      baseURL,
      path,
      id: built.id,
      cookie,
      body: formBody(action, Object.entries(fields)),
    });
  };
  const entered = await post(SIGN_IN, "/sign-in", "", { email, password, from: "/" });
  const cookie = entered.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  if (entered.leadsTo === null) throw new Error("the sign-in was refused");
  return {
    async visit(path) {
      const startedAt = performance.now();
      const answer = await fetch(new URL(path, baseURL), {
        headers: { cookie, "accept-language": "en" },
        redirect: "manual",
      });
      const body = await answer.text();
      const ms = performance.now() - startedAt;
      if (answer.status >= 300 && answer.status !== 404) throw new Error(`${path} answered ${answer.status}`);
      return { ms, body };
    },
    async workOn(number, fields) {
      const startedAt = performance.now();
      const form = { number: String(number), ...fields };
      const { leadsTo, text } = await post(WORK, `/cases/${number}`, cookie, form);
      const ms = performance.now() - startedAt;
      if (fields.act === "decide" && leadsTo === null)
        throw new Error(`case ${number} was not decided: ${text.slice(0, 300)}`);
      return { ms, leadsTo };
    },
    async start(referenceId, picture) {
      const selfie = new File([picture], "selfie.jpg", { type: "image/jpeg" });
      const form = { idempotencyKey: randomUUID(), referenceId, capture: "file", selfie };
      const { leadsTo, text } = await post(START, "/reverifications/new", cookie, form);
      if (leadsTo === null) throw new Error(`a re-verification was not begun: ${text.slice(0, 300)}`);
    },
  };
}
