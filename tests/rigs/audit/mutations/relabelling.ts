import { HIT, relabel } from "#tests/rigs/audit/forging.ts";
import { ofClass, sql } from "./mutation.ts";

export const RELABELLED = ofClass("relabel the actor", [
  {
    what: "in its row",
    touch: sql("UPDATE audit_event SET actor_kind = 'unknown' WHERE seq = $hit"),
    check: "row_hash",
    block: HIT,
    names: true,
  },
  { what: "and hash it anew", touch: relabel, check: "root", block: HIT },
]);
