import { HIT } from "#tests/rigs/audit/forging.ts";
import { ofClass, sql } from "./mutation.ts";

export const DELETED = ofClass("delete first/middle/last", [
  {
    what: "the first",
    touch: sql("DELETE FROM audit_event WHERE seq = (SELECT min(seq) FROM audit_event)"),
    check: "count",
    block: 1,
  },
  {
    what: "one of the middle",
    touch: sql("DELETE FROM audit_event WHERE seq = $hit"),
    check: "count",
    block: HIT,
  },
  {
    what: "the last",
    touch: sql("DELETE FROM audit_event WHERE seq = (SELECT max(seq) FROM audit_event)"),
    check: "count",
    block: 6,
  },
]);
