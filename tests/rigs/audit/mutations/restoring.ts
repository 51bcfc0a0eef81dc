import { ofClass, sql } from "./mutation.ts";

export const RESTORED = ofClass("restore an older table", [
  {
    what: "events and blocks",
    touch:
      sql(`CREATE TEMP TABLE older AS SELECT * FROM audit_event WHERE xid < (SELECT xid_until FROM audit_block WHERE number = 4);
      CREATE TEMP TABLE older_block AS SELECT * FROM audit_block WHERE number <= 4;
      TRUNCATE audit_event, audit_block; INSERT INTO audit_event SELECT * FROM older; INSERT INTO audit_block SELECT * FROM older_block`),
    check: "checkpoint",
    block: 5,
  },
  {
    what: "events alone",
    touch: sql("DELETE FROM audit_event WHERE xid >= (SELECT xid_until FROM audit_block WHERE number = 4)"),
    check: "count",
    block: 5,
  },
  {
    what: "blocks alone",
    touch: sql("DELETE FROM audit_block WHERE number > 4"),
    check: "checkpoint",
    block: 5,
  },
]);
