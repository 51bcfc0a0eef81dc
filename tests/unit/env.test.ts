import { generateKeyPairSync, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readEnv } from "#lib/env.ts";
import { openCredentials } from "#lib/sandbox/credentials.ts";

const rsa = (bits: number) =>
  generateKeyPairSync("rsa", { modulusLength: bits })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
const ed25519 = generateKeyPairSync("ed25519")
  .privateKey.export({ type: "pkcs8", format: "der" })
  .toString("base64");
const key = randomBytes(32).toString("base64");
const pem = rsa(2048);

const sandbox = openCredentials(undefined);

const SANDBOX = {
  DATABASE_URL: "postgresql://app:secret@db.example:5432/contraprova",
  UNICO_ACCOUNT: "sandbox_app",
  UNICO_TENANT: "00000000-0000-4000-8000-0000000000aa",
  UNICO_PRIVATE_KEY: pem,
  UNICO_API_KEY: "sandbox-key",
  UNICO_AUTH_URL: "http://127.0.0.1:4001",
  UNICO_ID_URL: "http://127.0.0.1:4002",
  UNICO_CADASTRO_URL: "http://127.0.0.1:4003",
  AUTH_SECRET: `demo:${"x".repeat(40)}`,
  ENCRYPTION_KEYS: `demo:${key}`,
  INDEX_KEY: `demo:${key}`,
  AUDIT_SIGNING_KEY: `demo:${ed25519}`,
};
const UAT = {
  ...SANDBOX,
  UNICO_ENV: "uat",
  UNICO_ACCOUNT: "backoffice",
  UNICO_TENANT: "f2b4",
  UNICO_API_KEY: "an-api-key",
  UNICO_AUTH_URL: undefined,
  UNICO_ID_URL: undefined,
  UNICO_CADASTRO_URL: undefined,
  APP_URL: "https://contraprova.example",
  AUTH_SECRET: "y".repeat(40),
  ENCRYPTION_KEYS: `k2:${key},k1:${randomBytes(32).toString("base64")}`,
  INDEX_KEY: key,
  AUDIT_SIGNING_KEY: ed25519,
  AUDIT_CHECKPOINT_URL: "file:/mnt/elsewhere/checkpoints",
};

const messageOf = (source: Record<string, string | undefined>): string => {
  try {
    readEnv(source, () => {
      throw new Error("ENOENT");
    });
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

describe("settings that are right", () => {
  it("fills in the defaults", () => {
    const env = readEnv(SANDBOX);
    expect(env).toMatchObject({ PORT: 3000, LOG_LEVEL: "info", UNICO_ENV: "sandbox", UNICO_RATE: 8 });
    expect(readEnv({ ...SANDBOX, UNICO_REPROVE_AT_SCORE: "-25" }).UNICO_REPROVE_AT_SCORE).toBe(-25);
    expect(env).toMatchObject({ APP_URL: "http://localhost:3000", UNICO_LIVENESS: false, DEMO_MFA: false });
    expect(env.STORAGE_URL).toMatch(/^file:\/.*\.data\/storage$/);
  });
  it("takes the hosts of the environment, unless others are given", () => {
    expect(readEnv(UAT)).toMatchObject({
      UNICO_AUTH_URL: "https://identityhomolog.acesso.io",
      UNICO_ID_URL: "https://api.id.uat.unico.app",
      UNICO_CADASTRO_URL: "https://api.cadastro.uat.unico.app",
    });
    expect(readEnv({ ...UAT, UNICO_ENV: "production" }).UNICO_AUTH_URL).toBe("https://identity.acesso.io");
    expect(readEnv({ ...UAT, UNICO_ID_URL: "https://unico.example/" }).UNICO_ID_URL).toBe(
      "https://unico.example",
    );
  });
  it("takes a bucket, by keys of its own or those that every S3 tool knows", () => {
    const own = "s3://key:secret@bucket/files?endpoint=http://minio:9000";
    expect(readEnv({ ...SANDBOX, STORAGE_URL: own }).STORAGE_URL).toBe(own);
    const shared = {
      AUDIT_CHECKPOINT_URL: "s3://copies/checkpoints",
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_REGION: "sa-east-1",
    };
    expect(readEnv({ ...SANDBOX, ...shared }).AUDIT_CHECKPOINT_URL).toBe("s3://copies/checkpoints");
    expect(messageOf({ ...SANDBOX, ...shared, AWS_SESSION_TOKEN: "short-lived" })).toMatch(
      /^AUDIT_CHECKPOINT_URL is wrong: give a key that lasts/,
    );
  });
  it("makes a folder absolute, for processes that work in another", () => {
    expect(readEnv({ ...SANDBOX, STORAGE_URL: "file:./files" }).STORAGE_URL).toBe(
      `file:${process.cwd()}/files`,
    );
    expect(readEnv({ ...SANDBOX, STORAGE_URL: "file:///srv/files" }).STORAGE_URL).toBe("file:///srv/files");
  });
  it.each(["s", "short", "x-header:short"])(
    "takes %s as the webhook's secret in the sandbox alone",
    (short) => {
      expect(readEnv({ ...SANDBOX, UNICO_WEBHOOK_SECRET: short }).UNICO_WEBHOOK_SECRET).toBe(short);
      expect(messageOf({ ...UAT, UNICO_WEBHOOK_SECRET: short })).toMatch(
        /^UNICO_WEBHOOK_SECRET is too short when UNICO_ENV is uat: give 16 or more characters/,
      );
      expect(readEnv({ ...UAT, UNICO_WEBHOOK_SECRET: `x-header:${"s".repeat(16)}` }).UNICO_ENV).toBe("uat");
    },
  );
  it("keeps the copies of the checkpoints under the data in the sandbox alone", () => {
    expect(readEnv(SANDBOX).AUDIT_CHECKPOINT_URL).toMatch(/^file:\/.*\.data\/audit-checkpoints$/);
    const message = messageOf({ ...UAT, AUDIT_CHECKPOINT_URL: undefined });
    expect(message).toMatch(/^AUDIT_CHECKPOINT_URL is missing: give [^\n]+$/);
  });
  it("takes an empty variable for one that is not set", () => {
    expect(readEnv({ ...SANDBOX, PORT: "", UNICO_WEBHOOK_SECRET: " " })).toMatchObject({ PORT: 3000 });
  });
  it("takes a value without the spaces around it", () => {
    expect(readEnv({ ...SANDBOX, UNICO_ENV: " sandbox ", APP_URL: " https://a.example\n" })).toMatchObject({
      UNICO_ENV: "sandbox",
      APP_URL: "https://a.example",
    });
  });
  it("takes the sandbox's own account in the sandbox", () => {
    const { apiKey, privateKeyPem } = sandbox;
    const env = readEnv({ ...SANDBOX, UNICO_API_KEY: apiKey, UNICO_PRIVATE_KEY: privateKeyPem });
    expect([env.UNICO_API_KEY, env.UNICO_PRIVATE_KEY]).toEqual([apiKey, privateKeyPem]);
  });
  it("keeps the order of the key ring and tells equal ids apart", () => {
    expect(readEnv(UAT).ENCRYPTION_KEYS.map(({ id, key: bytes }) => [id, bytes.length])).toEqual([
      ["k2", 32],
      ["k1", 32],
    ]);
  });
  it("reads the private key from a file, or from one line", () => {
    const { UNICO_PRIVATE_KEY: _, ...rest } = SANDBOX;
    const fromFile = readEnv({ ...rest, UNICO_PRIVATE_KEY_FILE: "/run/secrets/unico.pem" }, () => pem);
    const fromLine = readEnv({ ...rest, UNICO_PRIVATE_KEY: pem.replaceAll("\n", "\\n") });
    expect([fromFile.UNICO_PRIVATE_KEY, fromLine.UNICO_PRIVATE_KEY]).toEqual([pem, pem]);
  });
});

describe("a wrong setting is named in one line that says what to do", () => {
  const wrong: [name: string, value: string | undefined][] = [
    ["DATABASE_URL", undefined],
    ["DATABASE_URL", "mysql://db/contraprova"],
    ["DATABASE_URL", "postgresql://db"],
    ["DATABASE_REPLICA_URL", "replica"],
    ["UNICO_ENV", "prod"],
    ["UNICO_ACCOUNT", undefined],
    ["UNICO_TENANT", undefined],
    ["UNICO_API_KEY", undefined],
    ["UNICO_PRIVATE_KEY", undefined],
    ["UNICO_PRIVATE_KEY", "not a key"],
    ["UNICO_PRIVATE_KEY", rsa(1024)],
    ["UNICO_LIVENESS", "yes"],
    ["UNICO_AUTH_URL", undefined],
    ["UNICO_AUTH_URL", "identity.acesso.io"],
    ["UNICO_ID_URL", "https://api.id.unico.app/processes/v1"],
    ["UNICO_CADASTRO_URL", "ftp://api.cadastro.unico.app"],
    ["UNICO_REPEAT_AFTER", "token,500"],
    ["UNICO_REPEAT_AFTER", "token,token"],
    ["UNICO_RATE", "0"],
    ["UNICO_RATE", "8.5"],
    ["UNICO_REPROVE_AT_SCORE", "40"],
    ["UNICO_REPROVE_AT_SCORE", "-0"],
    ["UNICO_REPROVE_AT_SCORE", "-101"],
    ["UNICO_WEBHOOK_SECRET", "x-a-long-header-name:"],
    ["UNICO_WEBHOOK_SECRET", "sécret-sécret-sécret"],
    ["AUTH_SECRET", undefined],
    ["AUTH_SECRET", "short"],
    ["APP_URL", "contraprova.example"],
    ["AUTH_OIDC_ISSUER", "issuer"],
    ["ENCRYPTION_KEYS", undefined],
    ["ENCRYPTION_KEYS", key],
    ["ENCRYPTION_KEYS", "k1:c2hvcnQ="],
    ["ENCRYPTION_KEYS", `k1:${key},k1:${key}`],
    ["INDEX_KEY", undefined],
    ["INDEX_KEY", "c2hvcnQ="],
    ["AUDIT_SIGNING_KEY", undefined],
    ["AUDIT_SIGNING_KEY", pem],
    ["AUDIT_CHECKPOINT_URL", "https://copy.example"],
    ["AUDIT_CHECKPOINT_URL", "s3://bucket/checkpoints"],
    ["AUDIT_CHECKPOINT_URL", "s3:bucket"],
    ["STORAGE_URL", "./files"],
    ["STORAGE_URL", "s3://bucket/contraprova"],
    ["STORAGE_URL", "s3://bucket/contraprova?region=sa-east-1"],
    ["STORAGE_URL", "s3://key:secret@bucket/contraprova"],
    ["STORAGE_URL", "s3://key:secret@bucket/contraprova?endpoint=minio:9000"],
    ["STORAGE_URL", "s3://key:secret@bucket/contraprova?regoin=sa-east-1"],
    ["AWS_ENDPOINT_URL_S3", "minio:9000"],
    ["METRICS_TOKEN", "too-short"],
    ["SMTP_URL", "mail.example:587"],
    ["SMTP_URL", "smtp://mail.example:587"],
    ["SMTP_URL", "https://mail.example?from=a@b.example"],
    ["UNICO_SDK_HOST", "contraprova.example"],
    ["PORT", "http"],
    ["PORT", "70000"],
    ["LOG_LEVEL", "loud"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"],
    ["DEMO_PASSWORD", "short"],
    ["DEMO_MFA", "true"],
  ];
  it.each(wrong)("%s = %s", (name, value) => {
    const message = messageOf({ ...SANDBOX, [name]: value });
    expect(message).toMatch(new RegExp(`^${name} is (missing|wrong|too short)[^\\n]*: (give|npm start)`));
    if (value && value.length > 5) expect(message).not.toContain(value);
  });
  it("UNICO_PRIVATE_KEY_FILE that cannot be read", () => {
    const message = messageOf({
      ...SANDBOX,
      UNICO_PRIVATE_KEY: undefined,
      UNICO_PRIVATE_KEY_FILE: "/nowhere.pem",
    });
    expect(message).toMatch(/^UNICO_PRIVATE_KEY_FILE cannot be read/);
  });
  it("company sign-in by halves", () => {
    expect(messageOf({ ...SANDBOX, AUTH_OIDC_ISSUER: "https://login.example" })).toMatch(
      /^AUTH_OIDC_CLIENT_ID is missing/,
    );
  });
});

describe("a key that measures liveness", () => {
  const SDK = {
    UNICO_SDK_HOST: "https://contraprova.example",
    UNICO_SDK_HOST_KEY: "a-host-key",
    UNICO_SDK_DIR: "/srv/unico-sdk",
  };
  it.each(Object.keys(SDK))("wants %s outside the sandbox", (name) => {
    const message = messageOf({ ...UAT, ...SDK, UNICO_LIVENESS: "on", [name]: undefined });
    expect(message).toMatch(new RegExp(`^${name} is missing: with UNICO_LIVENESS=on when UNICO_ENV is uat`));
  });
  it("starts with all of them, and in the sandbox without", () => {
    expect(readEnv({ ...UAT, ...SDK, UNICO_LIVENESS: "on" })).toMatchObject(SDK);
    expect(readEnv({ ...SANDBOX, UNICO_LIVENESS: "on" }).UNICO_LIVENESS).toBe(true);
    expect(readEnv(UAT).UNICO_SDK_HOST).toBeUndefined();
  });
});

describe("outside the sandbox nothing of the demo is accepted", () => {
  const refused: [name: string, value: string | undefined][] = [
    ["AUTH_SECRET", SANDBOX.AUTH_SECRET],
    ["ENCRYPTION_KEYS", SANDBOX.ENCRYPTION_KEYS],
    ["ENCRYPTION_KEYS", `k1:${key},demo:${randomBytes(32).toString("base64")}`],
    ["INDEX_KEY", SANDBOX.INDEX_KEY],
    ["AUDIT_SIGNING_KEY", SANDBOX.AUDIT_SIGNING_KEY],
    ["AUTH_SECRET", ` ${SANDBOX.AUTH_SECRET}`],
    ["ENCRYPTION_KEYS", ` ${SANDBOX.ENCRYPTION_KEYS}`],
    ["ENCRYPTION_KEYS", `k1:${key}, demo:${randomBytes(32).toString("base64")}`],
    ["INDEX_KEY", `\t${SANDBOX.INDEX_KEY}`],
    ["AUDIT_SIGNING_KEY", ` ${SANDBOX.AUDIT_SIGNING_KEY}`],
    ["UNICO_WEBHOOK_SECRET", `demo:${key}`],
    ["UNICO_ACCOUNT", " sandbox_app"],
    ["UNICO_TENANT", " 00000000-0000-4000-8000-0000000000aa"],
    ["UNICO_API_KEY", sandbox.apiKey],
    ["UNICO_API_KEY", ` ${sandbox.apiKeyWithLiveness}`],
    ["UNICO_API_KEY", sandbox.apiKeyWithoutPermission],
    ["UNICO_PRIVATE_KEY", sandbox.privateKeyPem],
    ["UNICO_PRIVATE_KEY", sandbox.privateKeyPem.replaceAll("\n", "\\n")],
    ["UNICO_ACCOUNT", "sandbox"],
    ["UNICO_TENANT", "00000000-0000-4000-8000-0000000000aa"],
    ["UNICO_AUTH_URL", "http://127.0.0.1:4001"],
    ["APP_URL", undefined],
    ["APP_URL", "http://contraprova.example"],
    ["DEMO_PASSWORD", "correct horse"],
    ["DEMO_MFA", "on"],
    ["CONTRAPROVA_FAIL_POINT", "after_intent"],
  ];
  for (const environment of ["uat", "production"]) {
    it.each(refused)(`${environment}: %s = %s`, (name, value) => {
      const message = messageOf({ ...UAT, UNICO_ENV: environment, [name]: value });
      expect(message.startsWith(`${name} `)).toBe(true);
      expect(message).not.toContain("\n");
    });
  }
});
