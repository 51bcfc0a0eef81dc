import { generateKeyPairSync, randomBytes } from "node:crypto";

const secret = () => randomBytes(32).toString("base64");

/** Every setting that a process needs, made up for one test; nothing in it leads anywhere. */
export function someSettings(overrides: Record<string, string> = {}): Record<string, string> {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const ed25519 = generateKeyPairSync("ed25519").privateKey;
  return {
    DATABASE_URL: "postgresql://nobody:x@127.0.0.1:1/none",
    UNICO_ENV: "sandbox",
    UNICO_ACCOUNT: "sandbox_app",
    UNICO_TENANT: "00000000-0000-4000-8000-0000000000aa",
    UNICO_PRIVATE_KEY: rsa.export({ type: "pkcs8", format: "pem" }).toString(),
    UNICO_API_KEY: "sandbox-key",
    UNICO_AUTH_URL: "http://127.0.0.1:1",
    UNICO_ID_URL: "http://127.0.0.1:1",
    UNICO_CADASTRO_URL: "http://127.0.0.1:1",
    AUTH_SECRET: randomBytes(48).toString("base64url"),
    APP_URL: "http://localhost:3000",
    ENCRYPTION_KEYS: `k1:${secret()}`,
    INDEX_KEY: secret(),
    // What is broken on purpose goes wrong as it should.
    LOG_LEVEL: "error",
    AUDIT_SIGNING_KEY: ed25519.export({ type: "pkcs8", format: "der" }).toString("base64"),
    ...overrides,
  };
}
