import { ROOTS_ALTERED } from "./altering-roots.ts";
import { BYTES_CHANGED } from "./changing-bytes.ts";
import { DELETED } from "./deleting.ts";
import { DROPPED } from "./dropping.ts";
import { DUPLICATED } from "./duplicating.ts";
import { COPIES_EDITED } from "./editing-copies.ts";
import { INSERTED } from "./inserting.ts";
import type { Mutation } from "./mutation.ts";
import { RECOMPUTED } from "./recomputing.ts";
import { RELABELLED } from "./relabelling.ts";
import { RESTORED } from "./restoring.ts";
import { SWAPPED } from "./swapping.ts";
import { TRUNCATED } from "./truncating.ts";

/** What somebody with the owner's rights does to a log of six blocks. */
export const MUTATIONS: readonly Mutation[] = [
  ...BYTES_CHANGED,
  ...ROOTS_ALTERED,
  ...DELETED,
  ...INSERTED,
  ...SWAPPED,
  ...DUPLICATED,
  ...TRUNCATED,
  ...DROPPED,
  ...RESTORED,
  ...RECOMPUTED,
  ...RELABELLED,
  ...COPIES_EDITED,
];
