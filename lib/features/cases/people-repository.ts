import "server-only";
import type { Role } from "#lib/auth/roles.ts";
import type { Db } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

/** The names of people that events speak of. */
export const listNames = (db: Db, ids: readonly string[]) =>
  db.user.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });

/** Who may work on a case of that branch, as far as roles and branches tell; of all branches where it has none. */
const worksOn = (roles: readonly Role[], subsidiaryId: string | null) =>
  ({
    role: { in: [...roles] },
    disabledAt: null,
    OR: [{ branches: { none: {} } }, ...(subsidiaryId ? [{ branches: { some: { subsidiaryId } } }] : [])],
  }) satisfies Prisma.UserWhereInput;

export const listWorkers = (db: Db, roles: readonly Role[], subsidiaryId: string | null) =>
  db.user.findMany({
    where: worksOn(roles, subsidiaryId),
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });

/** The same with what they are spoken to by. */
export const listAddressed = (db: Db, roles: readonly Role[], subsidiaryId: string | null) =>
  db.user.findMany({
    where: worksOn(roles, subsidiaryId),
    select: { id: true, name: true, email: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
