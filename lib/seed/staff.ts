import "server-only";
import { hashPassword } from "#lib/auth/password.ts";
import type { OpenCtx, UserCtx } from "#lib/features/context.ts";
import { STAFF, SUBSIDIARIES } from "./people.ts";

export type StaffName = "support" | "analyst" | "analyst2" | "manager" | "admin";
/** The context of a demo person at the moment that the clock shows. */
export type As = (who: StaffName) => UserCtx;

/** Makes the demo people and hands out their contexts; their sessions of the history have ended. */
export async function seedStaff(open: OpenCtx, password: string): Promise<As> {
  const passwordHash = await hashPassword(password);
  await open.db.subsidiary.createMany({ data: [...SUBSIDIARIES], skipDuplicates: true });
  const contexts = new Map<string, UserCtx>();
  for (const person of STAFF) {
    const user = await open.db.user.create({ data: { ...person, passwordHash }, select: { id: true } });
    const session = await open.db.session.create({
      data: { userId: user.id, endedAt: new Date() },
      select: { id: true },
    });
    const actor = {
      kind: "user",
      id: user.id,
      name: person.name,
      role: person.role,
      sessionId: session.id,
      scope: null,
    } as const;
    contexts.set(person.email.split("@")[0] ?? "", { ...open, actor });
  }
  return (who) => {
    const ctx = contexts.get(who);
    if (!ctx) throw new Error(`no demo person ${who}`);
    return ctx;
  };
}

export async function setStaffPasswords({ db }: Pick<OpenCtx, "db">, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await db.user.updateMany({
    where: { email: { in: STAFF.map((person) => person.email) } },
    data: { passwordHash },
  });
}
