import "server-only";
import type { Db } from "#lib/db/client.ts";
import { listNames } from "./people-repository.ts";

/** A member of an event's detail, which is JSON of the version that wrote it. */
export const memberOf = (detail: unknown, name: string): unknown =>
  typeof detail === "object" && detail !== null ? (detail as Record<string, unknown>)[name] : undefined;

/** Whom an event speaks of beside who acted: who was given the case, or out of whose hands it went. */
function otherIn(detail: unknown): string | null {
  const id = memberOf(detail, "assignee") ?? memberOf(detail, "holder");
  return typeof id === "string" ? id : null;
}

/** Events with the name of whom they speak of. */
export async function withOthers<E extends { detail: unknown }>(db: Db, events: readonly E[]) {
  const ids = [...new Set(events.flatMap(({ detail }) => otherIn(detail) ?? []))];
  const people = ids.length > 0 ? await listNames(db, ids) : [];
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return events.map((event) => ({ ...event, other: names.get(otherIn(event.detail) ?? "") ?? null }));
}
