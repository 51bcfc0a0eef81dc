import "server-only";
import { database, readDatabase } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import { createSender, type Sender } from "#lib/features/reverifications/sender.ts";
import { vault } from "#lib/privacy/vault.ts";
import { fileStorage } from "#lib/storage/file.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { createUnico, type Unico } from "#lib/unico/client.ts";

// One of each a process, also when the bundler loads this module twice: the client holds the token and the connections.
const kept = globalThis as typeof globalThis & {
  contraprovaUnico?: Unico;
  contraprovaSender?: Sender;
  contraprovaStorage?: Storage;
};

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

function sender(): Sender {
  kept.contraprovaSender ??= createSender(database());
  return kept.contraprovaSender;
}

function storage(): Storage {
  kept.contraprovaStorage ??= fileStorage(env().STORAGE_URL);
  return kept.contraprovaStorage;
}

/** The real things behind a context: made once a process, from the settings. */
export function services(request: OpenCtx["request"]): OpenCtx {
  return {
    db: database(),
    readDb: readDatabase(),
    vault: vault(),
    unico: unico(),
    sender: sender(),
    storage: storage(),
    key: { liveness: env().UNICO_LIVENESS, alert: true },
    now: () => new Date(),
    request,
  };
}
