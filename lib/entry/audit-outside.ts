import "server-only";
import { env } from "#lib/env.ts";
import type { Outside } from "#lib/features/audit/event-proof.ts";
import { openCheckpoints } from "#lib/features/audit/open-checkpoints.ts";

/** What the log is held against that its database does not have. */
export const auditOutside = (): Outside => ({
  checkpoints: openCheckpoints(env()),
  key: env().AUDIT_SIGNING_KEY,
});
