import { HIT } from "#tests/rigs/audit/forging.ts";
import { copyOf, ofClass, sql } from "./mutation.ts";

export const INSERTED = ofClass("insert back-dated", [
  {
    what: "into a sealed block",
    touch: sql(copyOf("seq = $hit", "xid, 900000")),
    check: "count",
    block: HIT,
  },
  {
    what: "before the first block",
    touch: sql(copyOf("seq = $hit", "-5, 900000")),
    check: "count",
    block: 1,
    isOnlineOnly: true,
  },
  {
    what: "behind the horizon",
    touch: sql(copyOf("seq = $hit", "9000000000, 900000")),
    check: "range",
    block: null,
    names: true,
    isOnlineOnly: true,
  },
]);
