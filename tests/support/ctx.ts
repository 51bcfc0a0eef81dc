import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Role } from "#lib/auth/roles.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { createSender } from "#lib/features/reverifications/sender.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { fail } from "#lib/result.ts";
import { memoryStorage } from "#lib/storage/storage.ts";
import type { Unico } from "#lib/unico/client.ts";
import { freshDatabase } from "./database.ts";

export const testVault = createVault([{ id: "k1", key: randomBytes(32) }], randomBytes(32));

const nowhere = async () => fail({ kind: "not_sent" as const, why: "unreachable" as const, attempts: [] });

/** Unico as an object: every call fails as unreachable unless a test says otherwise. */
export const unicoWith = (overrides: Partial<Unico> = {}): Unico => ({
  createProcess: nowhere,
  readValidation: nowhere,
  readProcess: nowhere,
  close: async () => {},
  ...overrides,
});

export type World = { db: Database; url: string; end(): Promise<void> };

/** A migrated, empty database with a client over it that works as the application's role. */
export async function openWorld(): Promise<World> {
  const { url, drop } = await freshDatabase();
  const db = openDatabase(url);
  return {
    db,
    url,
    async end() {
      await db.$disconnect();
      await drop();
    },
  };
}

export function programCtx(db: Database, overrides: Partial<Ctx> = {}): Ctx {
  return {
    actor: { kind: "program" },
    db,
    readDb: db,
    programDb: db,
    vault: testVault,
    unico: unicoWith(),
    sender: createSender(db),
    storage: memoryStorage(),
    key: { liveness: false, alert: true },
    now: () => new Date(),
    request: { id: randomUUID(), address: "127.0.0.1" },
    ...overrides,
  };
}

/** The context of a new person of that role, signed in. */
export async function ctxFor(
  db: Database,
  role: Role,
  overrides: Partial<Omit<UserCtx, "actor">> = {},
): Promise<UserCtx> {
  const user = await aUser(db, role);
  const session = await db.session.create({ data: { userId: user.id }, select: { id: true } });
  const { actor: _, ...rest } = programCtx(db, overrides);
  const { id, name } = user;
  return { ...rest, actor: { kind: "user", id, name, role, sessionId: session.id, scope: null } };
}

let people = 0;

export function aUser(
  db: Database,
  role: Role,
  overrides: { email?: string; name?: string; passwordHash?: string } = {},
) {
  people += 1;
  return db.user.create({
    data: {
      email: `${role}-${people}-${randomUUID().slice(0, 8)}@contraprova.test`,
      name: `Pessoa Teste ${people}`,
      role,
      ...overrides,
    },
    select: { id: true, name: true, email: true },
  });
}

export const sha256 = (text: string) => new Uint8Array(createHash("sha256").update(text).digest());
