import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type SandboxCredentials = {
  readonly account: string;
  readonly tenant: string;
  readonly privateKeyPem: string;
  /** Validation (1:1) and behaviour alert; plain pictures. */
  readonly apiKey: string;
  /** The same with liveness; captures of the Web SDK only. */
  readonly apiKeyWithLiveness: string;
  /** Known, but not allowed to create processes. */
  readonly apiKeyWithoutPermission: string;
};

export const credentialsPath = (dataDir: string): string => join(dataDir, "credentials.json");

/** Made at the first start; kept in the directory, if there is one, readable by its owner alone. */
export function openCredentials(dataDir: string | undefined): SandboxCredentials {
  if (dataDir === undefined) return makeCredentials();
  const path = credentialsPath(dataDir);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
  const credentials = makeCredentials();
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(path, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  return credentials;
}

/** A prime that nobody uses: whoever is handed the key, in any form, can tell that it is only a sandbox's. */
const OWN_EXPONENT = 65_539;

function makeCredentials(): SandboxCredentials {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: OWN_EXPONENT });
  const secret = () => `sandbox-${randomBytes(24).toString("base64url")}`;
  return {
    account: "sandbox_app",
    tenant: "00000000-0000-4000-8000-0000000000aa",
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    apiKey: secret(),
    apiKeyWithLiveness: secret(),
    apiKeyWithoutPermission: secret(),
  };
}

export const publicKeyOf = (credentials: SandboxCredentials): KeyObject =>
  createPublicKey(credentials.privateKeyPem);
