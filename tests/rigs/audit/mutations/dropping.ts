import { HIT } from "#tests/rigs/audit/forging.ts";
import { ofClass, sql } from "./mutation.ts";

export const DROPPED = ofClass("drop a block", [
  {
    what: "the row",
    touch: sql(`DELETE FROM audit_block WHERE number = ${HIT}`),
    check: "number",
    block: HIT,
  },
  {
    what: "with its events, and the others moved up",
    touch: sql(`DELETE FROM audit_event WHERE xid >= (SELECT xid_from FROM audit_block WHERE number = ${HIT})
        AND xid < (SELECT xid_until FROM audit_block WHERE number = ${HIT});
      DELETE FROM audit_block WHERE number = ${HIT};
      UPDATE audit_block SET number = number + 1000 WHERE number > ${HIT};
      UPDATE audit_block SET number = number - 1001 WHERE number > 1000`),
    check: "head",
    block: HIT,
  },
]);
