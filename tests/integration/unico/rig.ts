import { readFileSync } from "node:fs";
import type { LedgerEntry } from "#lib/sandbox/ledger.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "#lib/sandbox/server.ts";
import { createUnico, type Unico, type UnicoDeps } from "#lib/unico/client.ts";
import { createDispatcher } from "#lib/unico/http.ts";
import { createTokenSource } from "#lib/unico/token.ts";

const { images } = JSON.parse(
  readFileSync(new URL("../../support/unico-vectors.json", import.meta.url), "utf8"),
);
/** The smallest picture that Unico takes. */
export const picture = Buffer.from(images.IMG_OK_640x480.base64, "base64");

export type Rig = {
  readonly sandbox: Sandbox;
  /** A client; all share one token, as those of one process do. Closed with the rig. */
  client(deps?: UnicoDeps & { readonly hasLiveness?: boolean }): Unico;
  ledger(): Promise<readonly LedgerEntry[]>;
  /** How often a path was asked for. */
  requestCount(path: string): Promise<number>;
  fault(fault: Readonly<Record<string, unknown>>): Promise<void>;
  control(method: string, path: string, body?: unknown): Promise<Response>;
  stop(): Promise<void>;
};

/** A sandbox of its own, without latency and with a rate that does not disturb. */
export async function startRig(options: SandboxOptions = {}): Promise<Rig> {
  const sandbox = await startSandbox({ latencyMs: 0, ratePerSecond: 10_000, ...options });
  const clients: Unico[] = [];
  const dispatcher = createDispatcher();
  const tokens = createTokenSource({ ...sandbox, ...sandbox.credentials }, { dispatcher });
  const control = (method: string, path: string, body?: unknown) =>
    fetch(`${sandbox.controlUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    sandbox,
    client({ hasLiveness, ...deps } = {}) {
      const { apiKeyWithLiveness, ...credentials } = sandbox.credentials;
      const apiKey = hasLiveness ? apiKeyWithLiveness : credentials.apiKey;
      const unico = createUnico({ ...sandbox, ...credentials, apiKey }, { tokens, ...deps });
      clients.push(unico);
      return unico;
    },
    async ledger() {
      return (await (await control("GET", "/ledger")).json()).entries;
    },
    async requestCount(path) {
      const { requests } = await (await control("GET", "/requests")).json();
      return requests.filter((request: { path: string }) => request.path === path).length;
    },
    async fault(fault) {
      const response = await control("POST", "/faults", fault);
      if (!response.ok) throw new Error(await response.text());
    },
    control,
    async stop() {
      await Promise.all(clients.map((unico) => unico.close()));
      await dispatcher.close();
      await sandbox.stop();
    },
  };
}

/** What the Web SDK's local stand-in hands over. */
export function makeCapture(nowMs = Date.now(), ageSeconds = 0): string {
  const iat = Math.floor(nowMs / 1_000) - ageSeconds;
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = { image: picture.toString("base64"), iat, exp: iat + 600, nonce: crypto.randomUUID() };
  return `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.c2lnbmF0dXJl`;
}
