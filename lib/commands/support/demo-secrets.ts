import { generateKeyPairSync, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { asDemo } from "#lib/env-fields.ts";

export type DemoSecrets = Readonly<Record<string, string>>;

const MAKERS: Record<string, () => string> = {
  AUTH_SECRET: () => asDemo(randomBytes(48).toString("base64url")),
  ENCRYPTION_KEYS: () => asDemo(randomBytes(32).toString("base64")),
  INDEX_KEY: () => asDemo(randomBytes(32).toString("base64")),
  AUDIT_SIGNING_KEY: () => asDemo(exportedKey()),
  // Read as user and password, or as header and value: `demo` is either.
  UNICO_WEBHOOK_SECRET: () => asDemo(randomBytes(24).toString("base64url")),
  DEMO_PASSWORD: () => randomBytes(9).toString("base64url"),
};

const exportedKey = () =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "der" }).toString("base64");

/** The secrets of this demo: made at its first start, kept beside its data, marked so that nothing real accepts them. */
export function demoSecrets(dataDir: string): DemoSecrets {
  const kept = readSecrets(dataDir);
  const missing = Object.entries(MAKERS).filter(([name]) => !kept[name]);
  if (missing.length === 0) return kept;
  return keepSecrets(dataDir, Object.fromEntries(missing.map(([name, make]) => [name, make()])));
}

/** Adds to what is kept, in a file that only its owner may read. */
export function keepSecrets(dataDir: string, added: DemoSecrets): DemoSecrets {
  const secrets = { ...readSecrets(dataDir), ...added };
  const file = fileIn(dataDir);
  fs.mkdirSync(dataDir, { recursive: true });
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
  return secrets;
}

function readSecrets(dataDir: string): DemoSecrets {
  const file = fileIn(dataDir);
  if (!fs.existsSync(file)) return {};
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    throw new Error(
      `${file} cannot be read: put it back; without its keys the personal data of the demo stays closed`,
    );
  }
}

const fileIn = (dataDir: string) => path.join(dataDir, "secrets.json");
