import "server-only";
import { database, readDatabase } from "#lib/db/client.ts";
import { type ExportRows, openExportRows } from "#lib/db/export-rows.ts";
import { env } from "#lib/env.ts";
import { type Connection, connectUnico } from "#lib/features/connections/connect.ts";
import type { OpenCtx } from "#lib/features/context.ts";
import { createSender, type Sender } from "#lib/features/reverifications/sender.ts";
import { vault } from "#lib/privacy/vault.ts";
import { openStorage } from "#lib/storage/open.ts";
import type { Storage } from "#lib/storage/storage.ts";
import { tellOfCall } from "./told-calls.ts";

// One of each a process, also when the bundler loads this module twice: the client holds the token and the connections.
const kept = globalThis as typeof globalThis & {
  contraprovaUnico?: Connection;
  contraprovaSender?: Sender;
  contraprovaStorage?: Storage;
};

/** What this process shares with the others that call Unico. */
export function connection(): Connection {
  const settings = env();
  kept.contraprovaUnico ??= connectUnico({
    settings: {
      authUrl: settings.UNICO_AUTH_URL,
      idUrl: settings.UNICO_ID_URL,
      cadastroUrl: settings.UNICO_CADASTRO_URL,
      account: settings.UNICO_ACCOUNT,
      tenant: settings.UNICO_TENANT,
      privateKeyPem: settings.UNICO_PRIVATE_KEY,
      apiKey: settings.UNICO_API_KEY,
    },
    db: database(),
    vault: vault(),
    rate: settings.UNICO_RATE,
    repeatAfter: settings.UNICO_REPEAT_AFTER,
    gate: { tell: tellOfCall },
  });
  return kept.contraprovaUnico;
}

function sender(): Sender {
  kept.contraprovaSender ??= createSender(database());
  return kept.contraprovaSender;
}

function storage(): Storage {
  kept.contraprovaStorage ??= openStorage(env().STORAGE_URL, env());
  return kept.contraprovaStorage;
}

/** The real things behind a context: made once a process, from the settings. */
export function services(request: OpenCtx["request"]): OpenCtx {
  const { UNICO_LIVENESS: liveness, UNICO_REPROVE_AT_SCORE: reproveAtScore } = env();
  return {
    db: database(),
    readDb: readDatabase(),
    programDb: database(),
    vault: vault(),
    unico: connection().unico,
    sender: sender(),
    storage: storage(),
    key: { liveness, alert: true },
    reading: reproveAtScore === undefined ? {} : { reproveAtScore },
    now: () => new Date(),
    request,
  };
}

/** What exports are written from: the replica where there is one. */
export const exportRows = (): ExportRows => openExportRows(env().DATABASE_REPLICA_URL ?? env().DATABASE_URL);
