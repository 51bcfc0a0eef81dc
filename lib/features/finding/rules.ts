import { type Actor, can } from "#lib/auth/roles.ts";
import type { SearchPermission } from "#lib/features/subjects/search.ts";
import { searchKey } from "#lib/privacy/search-key.ts";
import { isUuid } from "#lib/uuid.ts";

/** The lists that know people, in the order in which one is led to them. */
export const PLACES = [
  { place: "cases", permission: "case:read" },
  { place: "reverifications", permission: "reverification:read" },
  { place: "processes", permission: "process:lookup" },
  { place: "references", permission: "reference:read" },
] as const satisfies readonly { place: string; permission: SearchPermission }[];
export type Place = (typeof PLACES)[number]["place"];

export const placesOf = (actor: Actor) => PLACES.filter(({ permission }) => can(actor, permission));

/** Whoever reads no list has nothing to find but screens. */
export const canFind = (actor: Actor): boolean => placesOf(actor).length > 0;

export const MOST_HITS = 8;

/** What was typed may be: one id, a number of ours, or part of a name. Null: too little to look for. */
export type Asked =
  | { kind: "id"; id: string }
  | { kind: "number"; number: string; ofReverification: boolean }
  | { kind: "name"; text: string };

const NUMBER = /^(R-)?(\d{4,8})$/i;
const CASE_DIGITS = 5;
/** A trigram index finds nothing by fewer. */
const NAME_LENGTH = 3;

export function askedFor(text: string): Asked | null {
  if (isUuid(text)) return { kind: "id", id: text };
  const [, letter, number] = NUMBER.exec(text) ?? [];
  if (number)
    return { kind: "number", number, ofReverification: letter !== undefined || number.length < CASE_DIGITS };
  const name = searchKey(text);
  return name.length >= NAME_LENGTH && /\p{L}/u.test(name) ? { kind: "name", text } : null;
}
