import path from "node:path";
import type { Settings } from "#lib/env.ts";
import { openCredentials } from "#lib/sandbox/credentials.ts";
import type { Webhook } from "#lib/sandbox/notices.ts";
import { type Sandbox, startSandbox } from "#lib/sandbox/server.ts";
import type { Lifecycle } from "./lifecycle.ts";
import { timed } from "./say.ts";
import type { Plan } from "./settings.ts";

/** The usual ports, so that addresses stay the same from start to start; others when they are taken. */
const PORTS = { port: 4010, controlPort: 4011 };

export const sandboxDir = (dataDir: string): string => path.join(dataDir, "sandbox");

/** The account that the local Unico knows, instead of any that is given. */
export function sandboxAccount(dataDir: string, liveness: boolean): Settings {
  const known = openCredentials(sandboxDir(dataDir));
  return {
    UNICO_ACCOUNT: known.account,
    UNICO_TENANT: known.tenant,
    UNICO_PRIVATE_KEY: known.privateKeyPem,
    UNICO_API_KEY: liveness ? known.apiKeyWithLiveness : known.apiKey,
  };
}

/** Starts the local Unico, unless the settings name real addresses. */
export async function openSandbox(
  lifecycle: Lifecycle,
  { ownSandbox, settings, port }: Plan,
  dataDir: string,
): Promise<Sandbox | null> {
  if (!ownSandbox) return null;
  const webhook = webhookOf(port, settings.UNICO_WEBHOOK_SECRET ?? "");
  const sandbox = await timed("sandbox started", () => startOnFreePort(sandboxDir(dataDir), webhook));
  lifecycle.onStop(() => sandbox.stop());
  return sandbox;
}

export const sandboxAddresses = (sandbox: Sandbox | null): Settings =>
  sandbox
    ? {
        UNICO_AUTH_URL: sandbox.authUrl,
        UNICO_ID_URL: sandbox.idUrl,
        UNICO_CADASTRO_URL: sandbox.cadastroUrl,
      }
    : {};

/** Long enough to see a re-verification that is still at work. */
const PENDING_MS = 10_000;

/** The sandbox gives notice to the program that is started with it, every time twice, as Unico may. */
const webhookOf = (port: number, secret: string): Webhook => ({
  url: `http://127.0.0.1:${port}/api/webhooks/unico`,
  headers: {
    authorization: secret.includes(":") ? `Basic ${Buffer.from(secret).toString("base64")}` : secret,
  },
  duplicates: 1,
  pendingMs: PENDING_MS,
});

async function startOnFreePort(dataDir: string, webhook: Webhook): Promise<Sandbox> {
  try {
    return await startSandbox({ dataDir, webhook, ...PORTS });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
      return startSandbox({ dataDir, webhook });
    throw error;
  }
}
