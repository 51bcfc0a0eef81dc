import type { Actor } from "#lib/auth/roles.ts";
import type { Database } from "#lib/db/client.ts";
import type { Sender } from "#lib/features/reverifications/sender.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import type { Storage } from "#lib/storage/storage.ts";
import type { Unico } from "#lib/unico/client.ts";
import type { KeyPromise } from "#lib/unico/outcomes.ts";
import type { ReadingOptions } from "#lib/unico/process-reading.ts";

/** What every service is given. Tests pass their own. */
export type Ctx = {
  actor: Actor;
  db: Database;
  /** For lists, reports and exports: the replica where there is one. It may lag; nothing is decided on it. */
  readDb: Database;
  /**
   * Both of the above are fenced by row security where the person is limited to branches; this one never is. For what
   * the program does on its own account in a person's request, and for checks whose answer no person is shown.
   */
  programDb: Database;
  vault: Vault;
  unico: Unico;
  /** This process as one that sends. */
  sender: Sender;
  /** Pictures and export files; what is put there is sealed before. */
  storage: Storage;
  /** What the configured API key promises to measure. */
  key: KeyPromise;
  /** Our own policy on IDCheck processes; Unico's bands without one. */
  reading?: ReadingOptions;
  now: () => Date;
  request: { id: string; address: string | null };
};

/** Before anybody is known, and for what the program does by itself. */
export type OpenCtx = Omit<Ctx, "actor">;
/** The same context for work that goes on by itself once a person has set it off: it is told as theirs. */
export const asProgram = <C extends Ctx>(ctx: C): C => ({ ...ctx, db: ctx.programDb, readDb: ctx.programDb });

export type UserCtx = Ctx & {
  actor: Extract<Actor, { kind: "user" }>;
  /** When the person last proved that it is them; without one, what asks for a fresh proof asks now. */
  confirmedAt?: Date | null;
};
