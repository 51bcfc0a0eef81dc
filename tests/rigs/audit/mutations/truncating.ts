import { ofClass, sql } from "./mutation.ts";

export const TRUNCATED = ofClass("truncate the tail", [
  {
    what: "events and blocks",
    touch: sql(
      `DELETE FROM audit_event WHERE xid >= (SELECT xid_from FROM audit_block WHERE number = 5); DELETE FROM audit_block WHERE number >= 5`,
    ),
    check: "checkpoint",
    block: 5,
  },
  {
    what: "events alone",
    touch: sql("TRUNCATE audit_event"),
    check: "count",
    block: 1,
  },
  {
    what: "everything",
    touch: sql("TRUNCATE audit_event, audit_block"),
    check: "checkpoint",
    block: 1,
  },
]);
