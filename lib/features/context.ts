import type { Actor } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import type { Sender } from "#lib/features/reverifications/sender.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import type { Storage } from "#lib/storage/storage.ts";
import type { Unico } from "#lib/unico/client.ts";
import type { KeyPromise } from "#lib/unico/outcomes.ts";

/** What every service is given. Tests pass their own. */
export type Ctx = {
  actor: Actor;
  db: Database;
  /** For lists, reports and exports: the replica where there is one. It may lag; nothing is decided on it. */
  readDb: Database;
  vault: Vault;
  unico: Unico;
  /** This process as one that sends. */
  sender: Sender;
  /** Pictures and, later, export files; what is put there is sealed before. */
  storage: Storage;
  /** What the configured API key promises to measure. */
  key: KeyPromise;
  now: () => Date;
  request: { id: string; address: string | null };
};

/** Before anybody is known, and for what the program does by itself. */
export type OpenCtx = Omit<Ctx, "actor">;
export type UserCtx = Ctx & { actor: Extract<Actor, { kind: "user" }> };
