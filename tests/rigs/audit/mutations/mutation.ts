import type { ProofCheck } from "#lib/features/audit/proof-types.ts";
import { hit, type Touched } from "#tests/rigs/audit/forging.ts";

export type Mutation = {
  /** One of the twelve of the quality page. */
  readonly of: string;
  readonly what: string;
  touch(log: Touched): Promise<unknown>;
  readonly check: ProofCheck;
  readonly block: number | null;
  /** Whether the event itself is named. */
  readonly names?: boolean;
  /** What an export does not carry cannot be seen in it. */
  readonly isOnlineOnly?: boolean;
};

/** Ways of one class. */
export const ofClass = (of: string, ways: readonly Omit<Mutation, "of">[]): readonly Mutation[] =>
  ways.map((way) => ({ of, ...way }));

/** A statement over the event that is hit and the one behind it. */
export const sql =
  (text: string) =>
  (log: Touched): Promise<unknown> =>
    log.client.query(text.replaceAll("$hit", String(hit(log))).replaceAll("$next", String(hit(log, 2))));

const columns = "at, actor_kind, address, request_id, action, outcome, entity_type, entity_id, detail, hash";
/** A second event with the same words. */
export const copyOf = (where: string, change: string) =>
  `INSERT INTO audit_event (${columns}, xid, seq) SELECT ${columns}, ${change} FROM audit_event WHERE ${where}`;
