import "server-only";
import { can, Forbidden } from "#lib/auth/roles.ts";
import { scopeOf } from "#lib/auth/scope.ts";
import { listByNumbers } from "#lib/features/cases/repository.ts";
import { caseSource, whereOf as whereOfCases } from "#lib/features/cases/table.ts";
import { caseTable } from "#lib/features/cases/table-schema.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { listProcessRows } from "#lib/features/processes/repository.ts";
import { findReference } from "#lib/features/references/repository.ts";
import { listByIds } from "#lib/features/reverifications/repository.ts";
import {
  reverificationSource,
  whereOf as whereOfReverifications,
} from "#lib/features/reverifications/table.ts";
import { reverificationTable } from "#lib/features/reverifications/table-schema.ts";
import { type MaskedPerson, maskedPerson } from "#lib/features/subjects/repository.ts";
import { resolveSearch } from "#lib/features/subjects/search.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { pageOfKeys } from "#lib/table/query.ts";
import { findPeople, findPlace, listSubjects } from "./repository.ts";
import { type Asked, askedFor, MOST_HITS, type Place, placesOf } from "./rules.ts";
import type { FindInput } from "./schema.ts";

/** Masked like the rows of the lists. */
type Person = Pick<MaskedPerson, "name" | "cpf"> | null;
export type Hit =
  | { kind: "case"; number: number; person: Person }
  | { kind: "reverification"; id: string; number: number; person: Person }
  | { kind: "process"; id: string; person: Person }
  | { kind: "reference"; id: string; person: Person }
  | { kind: "person"; id: string; place: Place; person: Person };

/**
 * Everything in one box: an id, a number of ours, a CPF or part of a name, among what the person may read. A CPF is
 * looked for and told of as in the lists.
 */
export async function find(
  ctx: UserCtx,
  { q }: FindInput,
): Promise<Result<Hit[], { code: "cpf_unknown" } | TooMany>> {
  const [first] = placesOf(ctx.actor);
  if (!first) throw new Forbidden("case:read");
  if ("text" in q) return findText(ctx, q.text);
  const resolved = await resolveSearch(ctx, first.permission, { q });
  if (!resolved.ok) return resolved;
  const { subject } = resolved.value;
  return subject === undefined ? ok([]) : findPerson(ctx, subject);
}

/** What looks for nothing takes nothing from the limit. */
async function findText(ctx: UserCtx, text: string): Promise<Result<Hit[], TooMany>> {
  const asked = askedFor(text);
  if (!asked) return ok([]);
  const limit = await takeOwnLimit(ctx, "find");
  if (!limit.ok) return limit;
  return ok((await hitsOf(ctx, asked)).slice(0, MOST_HITS));
}

function hitsOf(ctx: UserCtx, asked: Asked): Promise<Hit[]> {
  switch (asked.kind) {
    case "id":
      return together([
        findProcess(ctx, asked.id),
        findReverifications(ctx, asked.id),
        findReferences(ctx, asked.id),
        findCases(ctx, asked.id),
      ]);
    case "number":
      return together([
        ...(asked.ofReverification ? [] : [findCases(ctx, asked.number)]),
        findReverifications(ctx, asked.number),
      ]);
    case "name":
      return findNamed(ctx, asked.text);
  }
}

const together = async (parts: readonly Promise<Hit[]>[]): Promise<Hit[]> =>
  (await Promise.all(parts)).flat();

type Subject = Parameters<typeof maskedPerson>[1];
function personOf({ vault }: UserCtx, subject: Subject | null): Person {
  if (!subject) return null;
  const { name, cpf } = maskedPerson(vault, subject);
  return { name, cpf };
}

const seenBy = ({ actor }: UserCtx) => ({
  places: placesOf(actor).map(({ place }) => place),
  scope: scopeOf(actor),
});

/** Somebody met in none of this person's branches is as unknown as nobody. */
async function findPerson(ctx: UserCtx, id: string): Promise<Result<Hit[], { code: "cpf_unknown" }>> {
  const [place, [subject]] = await Promise.all([
    findPlace(ctx.readDb, id, seenBy(ctx)),
    listSubjects(ctx.readDb, [id]),
  ]);
  if (!place || !subject) return fail({ code: "cpf_unknown" });
  return ok([{ kind: "person", id, place, person: personOf(ctx, subject) }]);
}

async function findNamed(ctx: UserCtx, text: string): Promise<Hit[]> {
  const met = await findPeople(ctx.readDb, text, seenBy(ctx), MOST_HITS);
  const places = new Map(met.map(({ id, place }) => [id, place]));
  const subjects = await listSubjects(ctx.readDb, [...places.keys()]);
  return subjects.flatMap((subject): Hit[] => {
    const place = places.get(subject.id);
    return place ? [{ kind: "person", id: subject.id, place, person: personOf(ctx, subject) }] : [];
  });
}

async function findCases(ctx: UserCtx, q: string): Promise<Hit[]> {
  if (!can(ctx.actor, "case:read")) return [];
  const where = whereOfCases({ ...caseTable.parse({}), q }, ctx.actor.id, ctx.now());
  const { keys } = await pageOfKeys(ctx, caseSource, { where, sort: "-number", size: MOST_HITS });
  const rows = await listByNumbers(ctx.readDb, keys.map(Number));
  return rows
    .sort((one, other) => other.number - one.number)
    .map(({ number, subject }) => ({ kind: "case", number, person: personOf(ctx, subject) }));
}

async function findReverifications(ctx: UserCtx, q: string): Promise<Hit[]> {
  if (!can(ctx.actor, "reverification:read")) return [];
  const where = whereOfReverifications({ ...reverificationTable.parse({}), q }, ctx.actor.id);
  const { keys } = await pageOfKeys(ctx, reverificationSource, { where, sort: "-number", size: MOST_HITS });
  const rows = await listByIds(ctx.readDb, ctx.actor, keys);
  return rows
    .sort((one, other) => other.number - one.number)
    .map(({ id, number, subject }) => ({
      kind: "reverification",
      id,
      number,
      person: personOf(ctx, subject),
    }));
}

async function findProcess(ctx: UserCtx, id: string): Promise<Hit[]> {
  if (!can(ctx.actor, "process:lookup")) return [];
  const rows = await listProcessRows(ctx.readDb, [id]);
  return rows.map(({ subject }) => ({ kind: "process", id, person: personOf(ctx, subject) }));
}

async function findReferences(ctx: UserCtx, id: string): Promise<Hit[]> {
  if (!can(ctx.actor, "reference:read")) return [];
  const row = await findReference(ctx.readDb, ctx.actor, id);
  return row ? [{ kind: "reference", id, person: personOf(ctx, row.subject) }] : [];
}
