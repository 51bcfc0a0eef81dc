import "server-only";
import { database, readDatabase } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import { vault } from "#lib/privacy/vault.ts";
import { createUnico, type Unico } from "#lib/unico/client.ts";

// One client a process, also when the bundler loads this module twice: it holds the token and the connections.
const kept = globalThis as typeof globalThis & { contraprovaUnico?: Unico };

function unico(): Unico {
  const settings = env();
  kept.contraprovaUnico ??= createUnico({
    authUrl: settings.UNICO_AUTH_URL,
    idUrl: settings.UNICO_ID_URL,
    cadastroUrl: settings.UNICO_CADASTRO_URL,
    account: settings.UNICO_ACCOUNT,
    tenant: settings.UNICO_TENANT,
    privateKeyPem: settings.UNICO_PRIVATE_KEY,
    apiKey: settings.UNICO_API_KEY,
  });
  return kept.contraprovaUnico;
}

/** The real things behind a context: made once a process, from the settings. */
export function services(request: OpenCtx["request"]): OpenCtx {
  return {
    db: database(),
    readDb: readDatabase(),
    vault: vault(),
    unico: unico(),
    key: { liveness: env().UNICO_LIVENESS, alert: true },
    now: () => new Date(),
    request,
  };
}
