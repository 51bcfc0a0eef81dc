import { HIT } from "#tests/rigs/audit/forging.ts";
import { ofClass, sql } from "./mutation.ts";

export const SWAPPED = ofClass("swap two", [
  {
    what: "their numbers",
    touch: sql(
      `UPDATE audit_event SET seq = CASE seq WHEN $hit THEN $next ELSE $hit END WHERE seq IN ($hit, $next)`,
    ),
    check: "root",
    block: HIT,
  },
  {
    what: "their words and hashes",
    touch:
      sql(`UPDATE audit_event AS e SET detail = o.detail, entity_id = o.entity_id, request_id = o.request_id, at = o.at, hash = o.hash
      FROM audit_event AS o WHERE e.seq IN ($hit, $next) AND o.seq = $hit + $next - e.seq`),
    check: "root",
    block: HIT,
  },
]);
