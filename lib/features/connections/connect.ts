import "server-only";
import type { Database } from "#lib/db/client.ts";
import type { Vault } from "#lib/privacy/vault.ts";
import { createUnico, type Unico, type UnicoDeps, type UnicoSettings } from "#lib/unico/client.ts";
import { createDispatcher } from "#lib/unico/http.ts";
import type { Repeat } from "#lib/unico/retry.ts";
import { createTokenSource, type TokenDeps } from "#lib/unico/token.ts";
import { accountOf } from "#lib/unico/token-store.ts";
import { createProbe } from "./breaker-probe.ts";
import { createGate, type GateOptions, type SharedGate } from "./gate.ts";
import { createTokenStore } from "./token-store.ts";

export type Connection = { readonly unico: Unico; readonly gate: SharedGate; close(): Promise<void> };

type ConnectOptions = {
  readonly settings: UnicoSettings;
  readonly db: Database;
  readonly vault: Vault;
  /** Requests a second, over all processes. */
  readonly rate: number;
  readonly repeatAfter?: readonly Repeat[];
  readonly unico?: Omit<UnicoDeps, "dispatcher" | "tokens" | "gate">;
  readonly token?: Omit<TokenDeps, "dispatcher" | "gate" | "store">;
  readonly gate?: Pick<GateOptions, "maxWaitMs" | "tell">;
};

/** The client of a process that shares token, turns and breakers with every other one on the same database. */
export function connectUnico({ settings, db, vault, rate, ...more }: ConnectOptions): Connection {
  const dispatcher = createDispatcher();
  const store = createTokenStore(db, vault, accountOf(settings));
  const gate: SharedGate = createGate({
    db,
    rate,
    ...more.gate,
    probe: (host, reason) => probe(host, reason),
  });
  const tokens = createTokenSource(settings, { dispatcher, gate, store, ...more.token });
  const probe = createProbe(settings, { dispatcher, tokens, saw: gate.saw });
  const unico = createUnico(settings, {
    ...more.unico,
    ...(more.repeatAfter ? { repeatAfter: more.repeatAfter } : {}),
    dispatcher,
    tokens,
    gate,
  });
  return {
    unico,
    gate,
    async close() {
      await gate.close();
      await dispatcher.close();
    },
  };
}
