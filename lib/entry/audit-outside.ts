import "server-only";
import { env } from "#lib/env.ts";
import { folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import type { Outside } from "#lib/features/audit/event-proof.ts";

/** What the log is held against that its database does not have. */
export const auditOutside = (): Outside => ({
  checkpoints: folderCheckpoints(env().AUDIT_CHECKPOINT_URL),
  key: env().AUDIT_SIGNING_KEY,
});
