import { HIT } from "#tests/rigs/audit/forging.ts";
import { copyOf, ofClass, sql } from "./mutation.ts";

export const DUPLICATED = ofClass("duplicate", [
  {
    what: "one event",
    touch: sql(copyOf("seq = $hit", "xid, seq + 100000")),
    check: "count",
    block: HIT,
  },
  {
    what: "its number, on an event of the next block",
    touch: sql(`UPDATE audit_event SET seq = $hit
      WHERE xid = (SELECT min(xid) FROM audit_event WHERE xid >= (SELECT xid_from FROM audit_block WHERE number = ${HIT + 1}))`),
    check: "seq",
    block: HIT + 1,
    names: true,
  },
]);
