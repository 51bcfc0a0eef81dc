import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import * as field from "./env-fields.ts";
import { refusalOfPlaces } from "./env-places.ts";
import { FAIL_DEEDS, FAIL_POINTS, readFailPoint } from "./fail-points.ts";

/** The hosts of each environment; overrides come from UNICO_*_URL. Source: Unico's page "Environments and hosts". */
const UNICO_HOSTS = {
  uat: {
    auth: "https://identityhomolog.acesso.io",
    id: "https://api.id.uat.unico.app",
    cadastro: "https://api.cadastro.uat.unico.app",
  },
  production: {
    auth: "https://identity.acesso.io",
    id: "https://api.id.unico.app",
    cadastro: "https://api.cadastro.unico.app",
  },
} as const;

/** How the local sandbox's account, tenant and API keys begin. */
const SANDBOX_NAMES = /^(sandbox|00000000-0000-4000-8000-)/;

const variables = z.object({
  DATABASE_URL: field.postgresUrl,
  DATABASE_REPLICA_URL: field.postgresUrl.optional(),
  UNICO_ENV: field.unicoEnvironment,
  UNICO_ACCOUNT: field.required(1, "the name of the service account, without @ and tenant"),
  UNICO_TENANT: field.required(1, "the tenant id of the service account"),
  UNICO_PRIVATE_KEY: field.rsaPrivateKey,
  UNICO_API_KEY: field.required(1, "the API key of the 1:1 capability"),
  UNICO_LIVENESS: field.onOff,
  UNICO_SDK_HOST: field.origin.optional(),
  UNICO_SDK_HOST_KEY: field.text(1).optional(),
  UNICO_SDK_DIR: field.text(1).optional(),
  UNICO_AUTH_URL: field.origin.optional(),
  UNICO_ID_URL: field.origin.optional(),
  UNICO_CADASTRO_URL: field.origin.optional(),
  UNICO_RATE: field.wholeNumber(1, 1000).default(8),
  UNICO_REPEAT_AFTER: field.repeatAfter,
  UNICO_CALL_PRICE: field.price.optional(),
  UNICO_REPROVE_AT_SCORE: field.badScore.optional(),
  UNICO_WEBHOOK_SECRET: field.webhookSecret.optional(),
  AUTH_SECRET: field.required(32, "a random text of at least 32 characters (openssl rand -base64 48)"),
  APP_URL: field.origin.optional(),
  AUTH_OIDC_ISSUER: field.url.optional(),
  AUTH_OIDC_CLIENT_ID: field.text(1).optional(),
  AUTH_OIDC_CLIENT_SECRET: field.text(1).optional(),
  AUTH_OIDC_ROLE_CLAIM: field.text(1).default("roles"),
  ENCRYPTION_KEYS: field.keyRing,
  INDEX_KEY: field.indexKeys,
  AUDIT_SIGNING_KEY: field.ed25519PrivateKey,
  AUDIT_CHECKPOINT_URL: field.placeUrl.optional(),
  STORAGE_URL: field.placeUrl.optional(),
  AWS_ACCESS_KEY_ID: field.text(1).optional(),
  AWS_SECRET_ACCESS_KEY: field.text(1).optional(),
  AWS_SESSION_TOKEN: field.text(1).optional(),
  AWS_REGION: field.text(1).optional(),
  AWS_ENDPOINT_URL_S3: field.url.optional(),
  SMTP_URL: field.smtpUrl.optional(),
  METRICS_TOKEN: field.text(16).optional(),
  PORT: field.wholeNumber(1, 65_535).default(3000),
  LOG_LEVEL: field.logLevel,
  OTEL_EXPORTER_OTLP_ENDPOINT: field.url.optional(),
  DEMO_PASSWORD: field.text(8).optional(),
  DEMO_MFA: field.onOff,
  CONTRAPROVA_DATA_DIR: field.text(1).default(".data"),
  CONTRAPROVA_FAIL_POINT: field.text(1).optional(),
  CONTRAPROVA_FAIL_DEED: field.text(1).optional(),
});
type Variables = z.output<typeof variables>;

/** A wrong or missing setting; the message is one line that names the variable and says what to do. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

export type Env = Readonly<ReturnType<typeof toEnv>>;
/** Variables as an environment holds them. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** Reads every setting out of `source`; throws `EnvError` for the first wrong one. */
export function readEnv(source: Settings, readFile = (file: string) => readFileSync(file, "utf8")) {
  const given = withPrivateKeyOfFile(settingsIn(source), readFile);
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EnvError(`${String(issue?.path[0])} ${issue?.message}`);
  }
  const refusal = refusalTogether(parsed.data, given);
  if (refusal) throw new EnvError(refusal);
  return toEnv(parsed.data);
}

let cached: Env | undefined;
/** The settings of this process, read once. */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}

/**
 * What is set: an empty variable, as a copied `.env` has many, is not. Spaces around a value are nobody's intention,
 * and nothing must pass a check because of one.
 */
export function settingsIn(source: Settings): Settings {
  const trimmed = Object.entries(source).map(([name, value]) => [name, value?.trim()]);
  return Object.fromEntries(trimmed.filter(([, value]) => value));
}

function withPrivateKeyOfFile(source: Settings, readFile: (file: string) => string): Settings {
  const file = source.UNICO_PRIVATE_KEY_FILE;
  if (!file || source.UNICO_PRIVATE_KEY) return source;
  try {
    return { ...source, UNICO_PRIVATE_KEY: readFile(file) };
  } catch {
    throw new EnvError(
      "UNICO_PRIVATE_KEY_FILE cannot be read: give the path of a PEM file that this user may read",
    );
  }
}

/** Rules that look at more than one variable. */
function refusalTogether(v: Variables, given: Settings): string | null {
  const { CONTRAPROVA_FAIL_POINT: point, CONTRAPROVA_FAIL_DEED: deed } = v;
  if (point && !readFailPoint(point, deed)) {
    const points = FAIL_POINTS.join(", ");
    return `CONTRAPROVA_FAIL_POINT is wrong: give name or name:passes of ${points}, and one deed of ${FAIL_DEEDS.join(", ")}`;
  }
  const oidc = ["AUTH_OIDC_ISSUER", "AUTH_OIDC_CLIENT_ID", "AUTH_OIDC_CLIENT_SECRET"] as const;
  const oidcMissing = oidc.find((name) => !v[name]);
  if (oidcMissing && oidc.some((name) => v[name])) {
    return `${oidcMissing} is missing: company sign-in needs ${oidc.join(", ")} together`;
  }
  const place = refusalOfPlaces(v);
  if (place) return place;
  return v.UNICO_ENV === "sandbox" ? refusalInSandbox(v) : refusalOutsideSandbox(v, given);
}

function refusalInSandbox(v: Variables): string | null {
  const missing = (["UNICO_AUTH_URL", "UNICO_ID_URL", "UNICO_CADASTRO_URL"] as const).find(
    (name) => !v[name],
  );
  return missing
    ? `${missing} is missing: npm start sets it to the built-in sandbox, npm run sandbox prints it`
    : null;
}

/** Nothing that the demo made up may stand where real people's data is. */
function refusalOutsideSandbox(v: Variables, given: Settings): string | null {
  const where = `when UNICO_ENV is ${v.UNICO_ENV}`;
  for (const name of [
    "AUTH_SECRET",
    "ENCRYPTION_KEYS",
    "INDEX_KEY",
    "AUDIT_SIGNING_KEY",
    "UNICO_WEBHOOK_SECRET",
  ] as const) {
    if (field.isDemo(given[name] ?? ""))
      return `${name} is the demo's own and is refused ${where}: make a new one`;
  }
  const isOfSandbox = {
    UNICO_ACCOUNT: SANDBOX_NAMES.test(v.UNICO_ACCOUNT),
    UNICO_TENANT: SANDBOX_NAMES.test(v.UNICO_TENANT),
    UNICO_API_KEY: SANDBOX_NAMES.test(v.UNICO_API_KEY),
    UNICO_PRIVATE_KEY: field.isSandboxKey(v.UNICO_PRIVATE_KEY),
  };
  for (const [name, isRefused] of Object.entries(isOfSandbox)) {
    if (isRefused) return `${name} is the sandbox's own and is refused ${where}: use Unico's`;
  }
  for (const name of ["UNICO_AUTH_URL", "UNICO_ID_URL", "UNICO_CADASTRO_URL", "AUTH_OIDC_ISSUER"] as const) {
    if (v[name]?.startsWith("http:")) return `${name} must begin with https:// ${where}`;
  }
  if (v.UNICO_WEBHOOK_SECRET && field.isShortSecret(v.UNICO_WEBHOOK_SECRET))
    return `UNICO_WEBHOOK_SECRET is too short ${where}: give 16 or more characters behind its first colon`;
  if (v.CONTRAPROVA_FAIL_POINT)
    return `CONTRAPROVA_FAIL_POINT is refused ${where}: remove it, it would stop the program on purpose`;
  for (const name of ["UNICO_SDK_HOST", "UNICO_SDK_HOST_KEY", "UNICO_SDK_DIR"] as const) {
    if (v.UNICO_LIVENESS && !v[name])
      return `${name} is missing: with UNICO_LIVENESS=on ${where} selfies are captured by Unico's Web SDK`;
  }
  if (v.DEMO_PASSWORD) return `DEMO_PASSWORD is refused ${where}: remove it, there are no demo people`;
  if (v.DEMO_MFA) return `DEMO_MFA is refused ${where}: remove it, there are no demo people`;
  if (!v.APP_URL)
    return `APP_URL is missing: give the address that people open, such as https://contraprova.example`;
  if (!/^(https:|http:\/\/localhost(:|$))/.test(v.APP_URL))
    return `APP_URL must begin with https:// ${where}`;
  if (!v.AUDIT_CHECKPOINT_URL)
    return `AUDIT_CHECKPOINT_URL is missing: give file: and a folder on another machine than the database's, or s3:`;
  return null;
}

/** The variables under their own names, parsed, with every default filled in. */
function toEnv(v: Variables) {
  const own = v.UNICO_ENV === "sandbox" ? null : UNICO_HOSTS[v.UNICO_ENV];
  const dataDir = path.resolve(v.CONTRAPROVA_DATA_DIR);
  return {
    ...v,
    CONTRAPROVA_DATA_DIR: dataDir,
    SMTP_URL: v.SMTP_URL,
    METRICS_TOKEN: v.METRICS_TOKEN,
    UNICO_AUTH_URL: v.UNICO_AUTH_URL ?? own?.auth ?? "",
    UNICO_ID_URL: v.UNICO_ID_URL ?? own?.id ?? "",
    UNICO_CADASTRO_URL: v.UNICO_CADASTRO_URL ?? own?.cadastro ?? "",
    APP_URL: v.APP_URL ?? `http://localhost:${v.PORT}`,
    AUDIT_CHECKPOINT_URL: absolute(
      v.AUDIT_CHECKPOINT_URL ?? `file:${path.join(dataDir, "audit-checkpoints")}`,
    ),
    STORAGE_URL: absolute(v.STORAGE_URL ?? `file:${path.join(dataDir, "storage")}`),
  };
}

/** A folder means the same to processes that work in different ones. */
const absolute = (url: string): string =>
  /^file:(?!\/\/)/.test(url) ? `file:${path.resolve(url.replace(/^file:/, ""))}` : url;
