import { HIT, recompute } from "#tests/rigs/audit/forging.ts";
import { newKey } from "#tests/rigs/audit/log.ts";
import { ofClass } from "./mutation.ts";

export const RECOMPUTED = ofClass("recompute everything from the middle", [
  {
    what: "without the key",
    touch: (log) => recompute(log, null),
    check: "signature",
    block: HIT,
  },
  {
    what: "with a key of their own under our name",
    touch: (log) => recompute(log, { ...newKey(), id: log.key.id }),
    check: "signature",
    block: HIT,
  },
  {
    what: "with a key of their own",
    touch: (log) => recompute(log, newKey()),
    check: "key",
    block: HIT,
  },
  {
    what: "with our key, stolen",
    touch: (log) => recompute(log, log.key),
    check: "checkpoint",
    block: HIT,
  },
]);
