import "server-only";
import type { Permission } from "#lib/auth/roles.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";

/** Where somebody was refused; the words of the audit log know each. */
export type RefusedAt = "page" | "action" | "picture" | "file" | "live" | "lease";

/** Every refusal is told, whichever way in it came. */
export const tellRefusal = (ctx: UserCtx, permission: Permission, at: RefusedAt): Promise<void> =>
  recordAudit(
    ctx.db,
    ctx,
    { action: "access.refuse", entityType: "permission", entityId: permission, detail: { at } },
    "refused",
  );
