import type { Dispatcher } from "undici";
import type { UserCtx } from "#lib/features/context.ts";
import { createSender } from "#lib/features/reverifications/sender.ts";
import { ok } from "#lib/result.ts";
import { createUnico } from "#lib/unico/client.ts";
import type { ScriptedUnico } from "./scripted-unico.ts";

/** One serving process, as far as it can be told from outside: it waits for its turn until told, and it can die. */
export type Serving = {
  readonly ctx: UserCtx;
  /** Resolves when it stands before the gate the next time. */
  atGate(): Promise<void>;
  letPass(): void;
  /** Says nothing more of itself; it may still go on, as a process does that was stopped and continued. */
  fallSilent(): Promise<void>;
  /** From here on it does nothing at all: no statement of it reaches the database. */
  die(): Promise<void>;
};

const never = new Promise<never>(() => {});

export function startServing(staff: UserCtx, unico: ScriptedUnico, dispatcher: Dispatcher): Serving {
  const sender = createSender(staff.db);
  let isDead = false;
  let pass: (() => void) | null = null;
  let arrived: (() => void) | null = null;
  const client = createUnico(
    {
      authUrl: unico.url,
      idUrl: unico.url,
      cadastroUrl: unico.url,
      account: "model",
      tenant: "model",
      privateKeyPem: "",
      apiKey: "model",
    },
    {
      dispatcher,
      tokens: { get: async () => ok("token"), held: () => "token", invalidate: () => {} },
      gate: {
        async enter() {
          await new Promise<void>((resolve) => {
            pass = resolve;
            arrived?.();
            arrived = null;
          });
          return ok(undefined);
        },
        backOff: async () => {},
        saw: () => {},
      },
      sleep: async () => {},
    },
  );
  const db = new Proxy(staff.db, {
    get(target, name, receiver) {
      return isDead ? () => never : Reflect.get(target, name, receiver);
    },
  });
  return {
    ctx: { ...staff, db, programDb: db, unico: client, sender },
    atGate: () =>
      pass
        ? Promise.resolve()
        : new Promise((resolve) => {
            arrived = resolve;
          }),
    letPass() {
      pass?.();
      pass = null;
    },
    fallSilent: () => sender.leave(),
    async die() {
      if (isDead) return;
      isDead = true;
      await sender.leave();
    },
  };
}
