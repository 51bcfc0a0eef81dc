import { HIT } from "#tests/rigs/audit/forging.ts";
import { ofClass, sql } from "./mutation.ts";

export const ROOTS_ALTERED = ofClass("alter a block root", [
  {
    what: "audit_block.root",
    touch: sql(
      `UPDATE audit_block SET root = set_byte(root, 31, get_byte(root, 31) # 1) WHERE number = ${HIT}`,
    ),
    check: "head",
    block: HIT,
  },
]);
