import { randomUUID } from "node:crypto";
import type { Browser } from "@playwright/test";
import { builtEntries } from "./e2e-build.ts";
import { anOwnSession, asOwner, cookieOf } from "./e2e-knocking.ts";
import { formBody, postAction } from "./e2e-posting.ts";
import { codeFrom } from "./e2e-real-people.ts";
import { aProcessLike } from "./e2e-sandbox.ts";
import { ACTIONS, type Form } from "./entry-actions.ts";

/** The first column of the first row, as text. */
const one = (sql: string, values: unknown[] = []): Promise<string> =>
  asOwner(async (client) => {
    const { rows } = await client.query({ text: sql, values, rowMode: "array" });
    return String(rows[0]?.[0] ?? "");
  });

const USERS = "app/(staff)/settings/users/actions.ts";
const PRIVACY = "app/(staff)/audit/subjects/[id]/privacy-actions.ts";
const ACCOUNT = "app/(staff)/account/actions.ts";

/** Posts forms to actions as a page does, and fails where one is not done. */
export function poster(baseURL: string | undefined) {
  const { actions } = builtEntries();
  const file = async (path: string, cookie: string, form: Form) => {
    const url = new URL(path, baseURL);
    const headers = { cookie, origin: url.origin };
    const answer = await fetch(url, { method: "POST", headers, body: new URLSearchParams(form) });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    await answer.arrayBuffer();
  };
  const act = async (key: string, path: string, cookie: string, form: Form = {}) => {
    const [built, action] = [actions.find((each) => each.key === key), ACTIONS[key]];
    if (!built || !action) throw new Error(`no action ${key}`);
    const answer = await postAction({ baseURL, path, id: built.id, cookie, body: formBody(action, form) });
    if (answer.leadsTo === null && !answer.text.includes('"status":"done"'))
      throw new Error(`${key}: ${answer.status} ${/"status":"[^}]{0,200}/.exec(answer.text)?.[0] ?? ""}`);
    return answer.text;
  };
  return { act, file };
}
type Poster = ReturnType<typeof poster>;

/** Switched off, limited to branches, signed in and with a second factor: everything that can be turned. */
export async function turnAPerson({ act }: Poster, admin: string): Promise<void> {
  const id = await one(
    `INSERT INTO app_user (email, name, role, disabled_at, totp_secret, totp_confirmed_at)
     VALUES ($1, 'Pessoa Virada', 'support', now(), '\\x01', now()) RETURNING id`,
    [`turned-${randomUUID()}@contraprova.test`],
  );
  const branch = await one("SELECT id FROM subsidiary ORDER BY name LIMIT 1");
  const on = async () => ({ id, version: await one("SELECT version FROM app_user WHERE id = $1", [id]) });
  const page = `/settings/users/${id}`;
  for (const button of ["enable", "sessions", "second_factor"])
    await act(`${USERS}#pressButtonAction`, page, admin, { ...(await on()), act: button });
  // And back: where somebody is limited to branches, the company's sign-in lets in nobody new.
  await act(`${USERS}#changeBranchesAction`, page, admin, { ...(await on()), branches: branch });
  await act(`${USERS}#changeBranchesAction`, page, admin, await on());
}

/** Looked up, held, let go, told everything, and erased. */
export async function serveATitular(
  { act, file }: Poster,
  { admin, manager }: { admin: string; manager: string },
): Promise<void> {
  const { id } = await aProcessLike("holder");
  await act("app/(staff)/processes/actions.ts#lookUpAction", "/processes", cookieOf("analyst"), {
    processId: id,
  });
  const subject = await one("SELECT subject_id FROM process WHERE id = $1", [id]);
  const page = `/audit/subjects/${subject}`;
  await act(`${PRIVACY}#setHoldAction`, page, admin, { subject, reason: "court_order" });
  const hold = await one("SELECT id FROM legal_hold WHERE subject_id = $1", [subject]);
  await act(`${PRIVACY}#liftHoldAction`, page, admin, { hold });
  await act(`${PRIVACY}#prepareFileAction`, page, manager, { subject, reason: "titular_asked" });
  await file(`/api/subjects/${subject}/file`, manager, { reason: "titular_asked" });
  await act(`${PRIVACY}#eraseAction`, page, admin, { subject, reason: "titular_asked", sure: "yes" });
}

/** A day more, and back. */
export async function changeRetention({ act }: Poster, admin: string): Promise<void> {
  const settings = await asOwner(async (client) => {
    const { rows } = await client.query("SELECT class::text AS name, days FROM retention_setting");
    return rows as { name: string; days: number }[];
  });
  for (const more of [1, 0]) {
    const version = await one("SELECT sum(version) FROM retention_setting");
    const form = Object.fromEntries(settings.map(({ name, days }) => [name, String(days + more)]));
    await act("app/(staff)/settings/retention/actions.ts#saveRetentionAction", "/settings/retention", admin, {
      ...form,
      version,
    });
  }
}

/** Two words about an unknown one: another person rejects the first, whoever gave the second takes it back. */
export async function speakInVain({ act }: Poster, id: string): Promise<void> {
  const reconcile = (cookie: string, form: Form) =>
    act(
      "app/(staff)/reverifications/[id]/actions.ts#reconcileAction",
      `/reverifications/${id}`,
      cookie,
      form,
    );
  const [first, second] = [cookieOf("analyst"), cookieOf("analyst2")];
  for (const [cookie, how] of [
    [second, "reject"],
    [first, "withdraw"],
  ] as const) {
    const note = "Searched the portal by hour and by person: there is nothing.";
    await reconcile(first, { act: "propose", id, says: "absent", unicoProcessId: "", note });
    const reconciliationId = await one(
      "SELECT id FROM reconciliation WHERE reverification_id = $1 AND ending IS NULL",
      [id],
    );
    await reconcile(cookie, { act: how, reconciliationId });
  }
}

/** Somebody with a session of their own sets a second factor up, and another in its place. */
export async function replaceAFactor({ act }: Poster, browser: Browser): Promise<void> {
  const { cookie, id } = await anOwnSession(browser, "analyst");
  const user = await one(
    "INSERT INTO app_user (email, name, role) VALUES ($1, 'Pessoa de Dois Fatores', 'analyst') RETURNING id",
    [`factors-${randomUUID()}@contraprova.test`],
  );
  await asOwner((client) => client.query("UPDATE session SET user_id = $1 WHERE id = $2", [user, id]));
  for (const _ of ["set up", "replaced"]) {
    const offer = await act(`${ACCOUNT}#beginFactorAction`, "/account", cookie);
    const secret = /"secret":"([A-Z2-7 ]+)"/.exec(offer)?.[1];
    if (!secret) throw new Error("no key was offered");
    await act(`${ACCOUNT}#confirmFactorAction`, "/account", cookie, { code: await codeFrom(secret, 0) });
  }
}
