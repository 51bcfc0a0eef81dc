import "server-only";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { dueBy } from "#lib/features/cases/due.ts";
import type { Priority } from "#lib/features/cases/rules.ts";
import { sealedSubject } from "#lib/features/subjects/repository.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import { personOf, SUBSIDIARIES } from "./people.ts";
import { turnOf } from "./storylines.ts";

const CASES_A_PERSON = 3;
const DAY_MS = 86_400_000;
const HISTORY_MS = 3 * 365 * DAY_MS;
const LINES_A_CHUNK = 500;

const hex = (bytes: Uint8Array) => `\\\\x${Buffer.from(bytes).toString("hex")}`;
const line = (values: readonly (string | number | null)[]) =>
  `${values.map((value) => value ?? "\\N").join("\t")}\n`;

/** Many cases of made-up people, by COPY, to try the queue at the size that it grows to. */
export async function seedBulk(url: string, vault: Vault, count: number): Promise<{ seconds: number }> {
  const startedAt = performance.now();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET synchronous_commit = off");
    const analysts = await client.query<{ id: string }>(
      "SELECT id FROM app_user WHERE role = 'analyst' ORDER BY id",
    );
    const known = await client.query<{ count: number }>("SELECT count(*)::integer AS count FROM subject");
    const deciders = analysts.rows.map((row) => row.id);
    if (deciders.length < 2)
      throw new Error("there are no demo analysts: run npm start once, or npm run seed -- --demo");
    const people = Math.ceil(count / CASES_A_PERSON);
    const firstPerson = 1_000_000 + (known.rows[0]?.count ?? 0);
    const ids: string[] = [];
    await copy(
      client,
      "subject (id, name, name_key, cpf, cpf_index)",
      subjectLines(vault, firstPerson, people, ids),
    );
    await client.query("INSERT INTO case_tag (name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [
      BULK_TAGS.map(([name]) => name),
    ]);
    await copyCases(client, caseLines(ids, count, deciders, new Date()));
    await client.query('ANALYZE subject; ANALYZE "case"');
  } finally {
    await client.end();
  }
  return { seconds: (performance.now() - startedAt) / 1000 };
}

/** COPY goes into no table whose row security binds the login: then the rows come by way of a table that has none. */
async function copyCases(client: pg.Client, lines: Iterable<string>): Promise<void> {
  const { rows } = await client.query<{ active: boolean }>(`SELECT row_security_active('"case"') AS active`);
  if (!rows[0]?.active) return copy(client, `"case" (${CASE_COLUMNS})`, lines);
  await client.query(`CREATE TEMP TABLE bulk_case AS SELECT ${CASE_COLUMNS} FROM "case" WITH NO DATA`);
  await copy(client, `bulk_case (${CASE_COLUMNS})`, lines);
  await client.query(`INSERT INTO "case" (${CASE_COLUMNS}) SELECT ${CASE_COLUMNS} FROM bulk_case`);
}

const copy = (client: pg.Client, target: string, lines: Iterable<string>) =>
  pipeline(Readable.from(inChunks(lines)), client.query(copyFrom(`COPY ${target} FROM STDIN`)));

function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const each of lines) {
    chunk.push(each);
    if (chunk.length < LINES_A_CHUNK) continue;
    yield chunk.join("");
    chunk = [];
  }
  yield chunk.join("");
}

function* subjectLines(vault: Vault, first: number, people: number, ids: string[]): Generator<string> {
  for (let i = 0; i < people; i += 1) {
    const { name, cpf } = personOf(first + i);
    const row = sealedSubject(vault, { name, cpf });
    ids.push(row.id);
    yield line([row.id, row.name, row.nameKey, hex(row.cpf), hex(row.cpfIndex)]);
  }
}

const CASE_COLUMNS = `status, priority, origin, rule, subject_id, subsidiary_id, outcome, fraudsters, biometry, liveness, score,
  opened_at, due_at, first_touched_at, assignee_id, lease_until, decision, reasons, decided_by_id, decided_at, approved_by_id, approved_at, closed_at, tags`;

const SIGNALS = [
  ["match_flagged", "yes", "match", "not_measured", "fraud_alert", "high"],
  ["no_match", "inconclusive", "no_match", "live", "different_person", "normal"],
  ["not_live", "inconclusive", "match", "not_live", "not_live", "normal"],
  ["no_match_flagged", "yes", "no_match", "live", "fraud_alert", "high"],
  ["undecided", "inconclusive", "undecided", "not_measured", "needs_review", "low"],
  ["match_flagged", "other", "match", "live", "fraud_alert", "urgent"],
] as const;
const DECISIONS = ["false_positive", "confirmed_fraud", "inconclusive"] as const;
const REASONS = ["customer_confirmed", "faces_differ", "poor_photo"] as const;

/** From one on every third case to one that hardly any has. */
export const BULK_TAGS = [
  ["revisão anual", 3],
  ["lote antigo", 50],
  ["cliente vip", 200],
  ["conta laranja", 5_000],
] as const;
const tagsOf = (i: number): string =>
  `{${BULK_TAGS.flatMap(([name, every]) => (i % every === every - 1 ? `"${name}"` : [])).join(",")}}`;

const HOUR_MS = 3_600_000;
const dues = new Map<string, Date>();

/** Counted from the full hour: a million exact ones take half a minute. */
function dueOf(priority: Priority, openedAt: Date): Date {
  const hour = Math.floor(openedAt.getTime() / HOUR_MS);
  const key = `${priority} ${hour}`;
  const known = dues.get(key) ?? dueBy(priority, new Date(hour * HOUR_MS));
  dues.set(key, known);
  return known;
}

/** One case in a hundred is still worked on; of a person at most one, as the database demands. */
function* caseLines(
  ids: readonly string[],
  count: number,
  deciders: readonly string[],
  now: Date,
): Generator<string> {
  for (let i = 0; i < count; i += 1) {
    const [outcome, fraudsters, biometry, liveness, rule, priority] = turnOf(
      SIGNALS,
      i * 5 + Math.floor(i / 6),
    );
    const openedAt = new Date(now.getTime() - HISTORY_MS + Math.floor((HISTORY_MS * i) / count));
    const dueAt = dueOf(priority, openedAt);
    const isOpen = i % 102 === 0;
    const closedAt = isOpen
      ? null
      : new Date(Math.min(openedAt.getTime() + ((i * 977) % 20) * 3_600_000, now.getTime()));
    const decision = isOpen ? null : turnOf(DECISIONS, i);
    const decider = isOpen ? null : turnOf(deciders, i);
    const needsSecond = decision === "confirmed_fraud";
    yield line([
      isOpen ? "open" : "closed",
      priority,
      "reverification",
      rule,
      turnOf(ids, Math.floor(i / CASES_A_PERSON)),
      turnOf(SUBSIDIARIES, i).id,
      outcome,
      fraudsters,
      biometry,
      liveness,
      i % 4 === 0 ? ((i * 37) % 201) - 100 : null,
      openedAt.toISOString(),
      dueAt.toISOString(),
      closedAt &&
        new Date(
          openedAt.getTime() + ((closedAt.getTime() - openedAt.getTime()) * (i % 7)) / 14,
        ).toISOString(),
      decider,
      null,
      decision,
      decision ? `{${turnOf(REASONS, i)}}` : "{}",
      decider,
      closedAt?.toISOString() ?? null,
      needsSecond ? turnOf(deciders, i + 1) : null,
      needsSecond ? (closedAt?.toISOString() ?? null) : null,
      closedAt?.toISOString() ?? null,
      tagsOf(i),
    ]);
  }
}
