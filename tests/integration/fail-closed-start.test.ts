import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { EnvError, readEnv } from "#lib/env.ts";
import { someSettings } from "#tests/support/settings.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const KEY = Buffer.alloc(32, 7).toString("base64");
const SECRET = "hardly-a-secret";

/** Each breaks settings that are right: nothing of ours may serve with it. */
const BROKEN: readonly (readonly [string, Record<string, string>, string])[] = [
  ["no secret for cookies", { AUTH_SECRET: "" }, "AUTH_SECRET"],
  ["a short secret for cookies", { AUTH_SECRET: SECRET }, "AUTH_SECRET"],
  ["no address of the database", { DATABASE_URL: "" }, "DATABASE_URL"],
  ["an address of another kind", { DATABASE_URL: `mysql://app:${SECRET}@db/contraprova` }, "DATABASE_URL"],
  ["an address of ours that is a path", { APP_URL: "https://contraprova.example/app" }, "APP_URL"],
  ["an address of ours that is none", { APP_URL: "contraprova.example" }, "APP_URL"],
  ["no key ring", { ENCRYPTION_KEYS: "" }, "ENCRYPTION_KEYS"],
  ["a key ring with a short key", { ENCRYPTION_KEYS: `k1:${SECRET}` }, "ENCRYPTION_KEYS"],
  ["a key ring with one name twice", { ENCRYPTION_KEYS: `k1:${KEY},k1:${KEY}` }, "ENCRYPTION_KEYS"],
  ["no key for the index", { INDEX_KEY: "" }, "INDEX_KEY"],
  ["a short key for the index", { INDEX_KEY: SECRET }, "INDEX_KEY"],
  ["a key that signs nothing", { AUDIT_SIGNING_KEY: KEY }, "AUDIT_SIGNING_KEY"],
  ["a key of Unico's that is none", { UNICO_PRIVATE_KEY: "no key" }, "UNICO_PRIVATE_KEY"],
  [
    "a company's sign-in with no secret",
    { AUTH_OIDC_ISSUER: "https://login.example", AUTH_OIDC_CLIENT_ID: "contraprova" },
    "AUTH_OIDC_CLIENT_SECRET",
  ],
  [
    "a company's sign-in at no address",
    { AUTH_OIDC_ISSUER: "login.example", AUTH_OIDC_CLIENT_ID: "x", AUTH_OIDC_CLIENT_SECRET: SECRET },
    "AUTH_OIDC_ISSUER",
  ],
];

const refusalOf = (settings: Record<string, string>): unknown => {
  try {
    readEnv(settings);
    return null;
  } catch (error) {
    return error;
  }
};

it("settings that are right are taken", () => expect(refusalOf(someSettings())).toBeNull());

it.each(BROKEN)("%s: refused in one line that names it and keeps the secret", (_, broken, name) => {
  const refusal = refusalOf(someSettings(broken));
  expect(refusal).toBeInstanceOf(EnvError);
  const { message } = refusal as EnvError;
  expect(message).toMatch(new RegExp(`^${name} \\S[^\\n]+$`));
  expect(message).not.toContain(SECRET);
});

it("a company's sign-in without https is refused outside the sandbox", () => {
  const { UNICO_AUTH_URL: _, UNICO_ID_URL: _i, UNICO_CADASTRO_URL: _c, ...rest } = someSettings();
  const settings = {
    ...rest,
    UNICO_ENV: "uat",
    UNICO_ACCOUNT: "backoffice",
    UNICO_TENANT: "f2b4",
    UNICO_API_KEY: "an-api-key",
    APP_URL: "https://contraprova.example",
    AUDIT_CHECKPOINT_URL: "file:/mnt/elsewhere/checkpoints",
    AUTH_OIDC_ISSUER: "http://login.example",
    AUTH_OIDC_CLIENT_ID: "contraprova",
    AUTH_OIDC_CLIENT_SECRET: SECRET,
  };
  expect(refusalOf(settings)).toMatchObject({
    message: "AUTH_OIDC_ISSUER must begin with https:// when UNICO_ENV is uat",
  });
  expect(refusalOf({ ...settings, AUTH_OIDC_ISSUER: "https://login.example" })).toBeNull();
});

/** The process that serves, as it is started. */
const serve = (settings: Record<string, string>) =>
  new Promise<{ code: unknown; said: string }>((resolve) => {
    const { PATH = "" } = process.env;
    // Empty means not set; a file `.env` of the checkout must not fill it in.
    const options = { cwd: root, env: { PATH, NODE_ENV: "test" as const, ...settings }, timeout: 50_000 };
    execFile(process.execPath, ["lib/commands/run.mjs", "serve"], options, (error, out, trouble) => {
      resolve({ code: error?.code ?? 0, said: out + trouble });
    });
  });

it.each(BROKEN.filter(([, broken]) => "AUTH_SECRET" in broken || "ENCRYPTION_KEYS" in broken))(
  "with %s the process that serves does not start",
  { timeout: 60_000 },
  async (_, broken, name) => {
    const { code, said } = await serve(someSettings(broken));
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^contraprova: ${name} [^\\n]+\\n$`));
    expect(said).not.toContain(SECRET);
  },
);
