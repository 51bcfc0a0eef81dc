import fs from "node:fs";
import { sealBlock } from "#lib/features/audit/blocks.ts";
import { editCopy, HIT } from "#tests/rigs/audit/forging.ts";
import { newKey } from "#tests/rigs/audit/log.ts";
import { ofClass, sql } from "./mutation.ts";

export const COPIES_EDITED = ofClass("edit the checkpoint table", [
  {
    what: "a line outside",
    touch: editCopy((line) => line.replace(/"total":(\d+)/, (_, n) => `"total":${Number(n) + 1}`)),
    check: "checkpoint",
    block: HIT,
  },
  {
    what: "a line outside, signed by somebody else",
    touch: editCopy((line) => {
      const { form: _f, keyId: _k, head: _h, signature: _s, ...head } = JSON.parse(line);
      return JSON.stringify(sealBlock({ ...head, root: "ab".repeat(32) }, newKey()));
    }),
    check: "checkpoint",
    block: HIT,
  },
  {
    what: "a line made unreadable",
    touch: editCopy(() => "{"),
    check: "checkpoint",
    block: HIT,
  },
  {
    what: "all of it gone",
    touch: async ({ folder }) => fs.rmSync(folder, { recursive: true }),
    check: "checkpoint_missing",
    block: 6,
    isOnlineOnly: true,
  },
  {
    what: "the state of checks, to hide what was changed",
    touch: sql(
      `UPDATE audit_proof_state SET checked_block = 6, checked_bad = NULL; UPDATE audit_event SET outcome = 'refused' WHERE seq = $hit`,
    ),
    check: "row_hash",
    block: HIT,
    names: true,
  },
]);
