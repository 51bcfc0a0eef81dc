import "server-only";
import type { Actor } from "#lib/auth/roles.ts";
import type { Db } from "#lib/db/client.ts";

/** Whoever asked for what is done later, as they may act now; null where they are nobody any more. */
export async function actingNow(
  db: Db,
  id: string,
  sessionId = "",
): Promise<Extract<Actor, { kind: "user" }> | null> {
  const user = await db.user.findFirst({
    where: { id, disabledAt: null },
    select: { name: true, role: true, branches: { select: { subsidiaryId: true } } },
  });
  if (!user) return null;
  const { name, role, branches } = user;
  const scope = branches.length > 0 ? branches.map(({ subsidiaryId }) => subsidiaryId) : null;
  return { kind: "user", id, name, role, sessionId, scope };
}
