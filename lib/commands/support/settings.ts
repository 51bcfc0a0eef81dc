import path from "node:path";
import { readEnv, type Settings, settingsIn } from "#lib/env.ts";
import { demoSecrets } from "./demo-secrets.ts";
import { sandboxAccount } from "./sandbox.ts";

export type Plan = {
  readonly settings: Settings;
  readonly port: number;
  /** Sandbox: made-up secrets, demo people and demo data. */
  readonly isDemo: boolean;
  readonly ownDatabase: boolean;
  readonly ownSandbox: boolean;
};

const SANDBOX_HOSTS = ["UNICO_AUTH_URL", "UNICO_ID_URL", "UNICO_CADASTRO_URL"] as const;

/** What the parts will be told, checked as they would before anything is started. */
export function planSettings(given: Settings, dataDir: string): Plan {
  const present = settingsIn(given);
  const isSet = (name: string) => present[name] !== undefined;
  const isDemo = !isSet("UNICO_ENV") || present.UNICO_ENV === "sandbox";
  const ownDatabase = !isSet("DATABASE_URL");
  const ownSandbox = isDemo && !SANDBOX_HOSTS.every(isSet);
  const keyFile = present.UNICO_PRIVATE_KEY_FILE;
  const account = isDemo ? sandboxAccount(dataDir, present.UNICO_LIVENESS === "on") : {};
  const asked: Settings = {
    ...(isDemo
      ? { ...demoSecrets(dataDir), ...account, ...(keyFile ? { UNICO_PRIVATE_KEY: undefined } : {}) }
      : {}),
    ...present,
    ...(keyFile ? { UNICO_PRIVATE_KEY_FILE: path.resolve(keyFile) } : {}),
    CONTRAPROVA_DATA_DIR: dataDir,
  };
  // What is wrong is said even of what our own sandbox then has no use for.
  const { PORT, APP_URL } = readEnv({
    ...(ownSandbox ? PENDING_SANDBOX : {}),
    ...(ownDatabase ? PENDING_DATABASE : {}),
    ...asked,
  });
  // Our own sandbox knows no other account.
  const settings: Settings = { ...asked, ...(ownSandbox ? account : {}), APP_URL };
  return { settings, port: PORT, isDemo, ownDatabase, ownSandbox };
}

/** Stand in for what is not known before the database and the sandbox run. */
const PENDING_DATABASE = { DATABASE_URL: "postgresql://pending/contraprova" };
const PENDING_SANDBOX = {
  UNICO_AUTH_URL: "http://127.0.0.1",
  UNICO_ID_URL: "http://127.0.0.1",
  UNICO_CADASTRO_URL: "http://127.0.0.1",
};
