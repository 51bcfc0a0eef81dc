import { randomUUID } from "node:crypto";
import fs from "node:fs";
import type { Browser } from "@playwright/test";
import type { Client } from "pg";
import { withClient } from "#lib/postgres/embedded.ts";
import { cookiesOf, demoPassword, emailOf, type Who } from "./e2e-people.ts";
import { INSIDE, type Knocker } from "./entry-who.ts";

/** The database of the program under test, as its owner: what no screen shows is asked for here. */
export const databaseUrl = (): string | undefined => process.env.E2E_DATABASE_URL;
export function asOwner<T>(run: (client: Client) => Promise<T>): Promise<T> {
  const url = databaseUrl();
  if (!url) throw new Error("E2E_DATABASE_URL is missing");
  return withClient(url, run);
}

type Kept = { cookies: { name: string; value: string }[] };
const headerOf = ({ cookies }: Kept) => cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
export const cookieOf = (who: Who): string => headerOf(JSON.parse(fs.readFileSync(cookiesOf(who), "utf8")));

/** The cookie of a session of its own, and the session's id. */
export async function anOwnSession(browser: Browser, who: Who): Promise<{ cookie: string; id: string }> {
  const userAgent = `knocking ${randomUUID()}`;
  const context = await browser.newContext({ userAgent, locale: "en-US" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(emailOf(who));
  await page.getByLabel("Password", { exact: true }).fill(demoPassword());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("/");
  const cookie = headerOf(await context.storageState());
  await context.close();
  const found = await asOwner((client) =>
    client.query("SELECT id FROM session WHERE user_agent = $1", [userAgent]),
  );
  return { cookie, id: found.rows[0].id };
}

/** A session whose account was switched off, on an account that no other test uses. */
async function disabledCookie(browser: Browser): Promise<string> {
  const { cookie, id } = await anOwnSession(browser, "manager");
  await asOwner(async (client) => {
    const email = `disabled-${randomUUID()}@contraprova.test`;
    const made = await client.query(
      "INSERT INTO app_user (email, name, role, disabled_at) VALUES ($1, 'Pessoa Desligada', 'manager', now()) RETURNING id",
      [email],
    );
    await client.query("UPDATE session SET user_id = $1 WHERE id = $2", [made.rows[0].id, id]);
  });
  return cookie;
}

async function expiredCookie(browser: Browser): Promise<string> {
  const { cookie, id } = await anOwnSession(browser, "manager");
  await asOwner((client) =>
    client.query("UPDATE session SET last_seen_at = now() - interval '31 minutes' WHERE id = $1", [id]),
  );
  return cookie;
}

/** What each of them sends as cookie. */
export async function knockers(browser: Browser): Promise<Record<Knocker, string>> {
  const inside = Object.fromEntries(INSIDE.map((who) => [who, cookieOf(who)])) as Record<
    (typeof INSIDE)[number],
    string
  >;
  return {
    ...inside,
    anonymous: "",
    disabled: await disabledCookie(browser),
    expired: await expiredCookie(browser),
  };
}

/** Tables that only what the program was asked to do changes; what jobs and sessions tick on is left out. */
const LASTING = [
  "app_user",
  "user_subsidiary",
  "recovery_code",
  "one_time_link",
  "subject",
  "reference_process",
  "reverification_attempt",
  "reconciliation",
  "process_snapshot",
  '"case"',
  "case_event",
  "case_note_edit",
  "case_mention",
  "case_attachment",
  "case_tag",
  "saved_view",
  "table_preference",
  "triage_version",
];

/** A sum over every row of every lasting table: two are the same when nothing changed. */
export function sumsOfRows(): Promise<Record<string, string>> {
  return asOwner(async (client) => {
    const sums: [string, string][] = [];
    for (const table of LASTING) {
      const { rows } = await client.query(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS sum FROM ${table} AS t`,
      );
      sums.push([table, rows[0].sum]);
    }
    return Object.fromEntries(sums);
  });
}

/** Keeps the job that releases idle cases from changing one meanwhile. */
export const keepLeases = () =>
  asOwner((client) =>
    client.query(`UPDATE "case" SET lease_until = now() + interval '1 day' WHERE lease_until IS NOT NULL`),
  );

/** What a person in the database is known by, which nobody who is refused may be sent. */
export function somethingOfEach() {
  return asOwner(async (client) => {
    const one = async (sql: string): Promise<Record<string, string>> =>
      (await client.query(sql)).rows[0] ?? {};
    const known = await one(
      `SELECT s.id AS subject, s.name, c.number::text AS "case", r.id AS reverification, p.id AS process
       FROM subject AS s JOIN "case" AS c ON c.subject_id = s.id, reverification AS r, process AS p
       WHERE s.name IS NOT NULL AND r.subject_id IS NOT NULL AND p.subject_id IS NOT NULL LIMIT 1`,
    );
    const user = await one("SELECT id FROM app_user WHERE email = 'support@contraprova.test'");
    const list = await one(
      `INSERT INTO look_up_list (asked_by_id, session_id, from_file, ids, repeated, ended_at, ending)
       SELECT id, gen_random_uuid(), false, 0, 0, now(), 'finished' FROM app_user
       WHERE email = 'support@contraprova.test' RETURNING id`,
    );
    const sent = await one(
      `INSERT INTO reference_import (id, mode, state, started_by_id, started_at, finished_at)
       SELECT uuidv7(), 'all', 'refused', id, now(), now() FROM app_user
       WHERE email = 'manager@contraprova.test' RETURNING id`,
    );
    const event = await one("SELECT seq::text FROM audit_event ORDER BY at, seq LIMIT 1");
    const names = await client.query("SELECT DISTINCT name FROM subject WHERE length(name) > 8 LIMIT 500");
    const { subject = "", process = "", reverification = "" } = known;
    return {
      ids: {
        subject,
        process,
        list: list.id ?? "",
        import: sent.id ?? "",
        reverification,
        case: known.case ?? "",
        user: user.id ?? "",
        event: event.seq ?? "",
      },
      names: names.rows.map(({ name }) => String(name)),
    };
  });
}
