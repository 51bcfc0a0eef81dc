/** The only page that captures with Unico's Web SDK. */
export const CAPTURE_PATH = "/reverifications/new";
/** Pictures and the files of a case: whatever is in them runs nothing here. */
const FILE_PATH = /^\/api\/(selfies|cases\/\d+\/files)\//;

/** For what is no page: a picture, an export. */
export const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** Of Unico's environments, those that the Web SDK knows. */
export type SdkEnvironment = "uat" | "production";

type Settings = {
  /** The development server evaluates code and injects styles; neither happens in a build. */
  isDev: boolean;
  /** Where the Web SDK is used: not in the sandbox, and only with a key that measures liveness. */
  sdk: SdkEnvironment | null;
};

type Given = Readonly<Record<string, string | undefined>>;

/** Where the Web SDK is used, by the settings: they are read whole elsewhere, and this is asked on every request. */
export function sdkOf({ UNICO_ENV, UNICO_LIVENESS }: Given): SdkEnvironment | null {
  const name = UNICO_ENV?.trim();
  if (UNICO_LIVENESS?.trim() !== "on") return null;
  return name === "uat" || name === "production" ? name : null;
}

/** The content security policy of an address. */
export function policyFor(path: string, nonce: string, { isDev, sdk }: Settings): string {
  if (FILE_PATH.test(path)) return FILE_POLICY;
  const rules = { ...strict(nonce, isDev), ...(sdk && path === CAPTURE_PATH ? capturing(nonce, sdk) : {}) };
  return Object.entries(rules)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}

const strict = (nonce: string, isDev: boolean): Record<string, string> => ({
  "default-src": "'self'",
  "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
  "style-src": `'self' ${isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
  // React and the charts set style attributes in the server's HTML.
  "style-src-attr": "'unsafe-inline'",
  "img-src": "'self' blob: data:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'self'",
  "frame-ancestors": "'none'",
});

// Unico documents no policy. Source: unico-webframe 3.23.8, run in Chromium under this policy against a stand-in for its
// service, and its strings decoded: `backend-sdk` is none of its literals, yet authenticates it (73300 without), configures
// it, takes the device's fingerprint, and serves the script and styles of one of its liveness engines. To be held against
// real keys: an engine whose address comes with the configuration cannot be known from outside.
const SDK_HOSTS: Readonly<Record<SdkEnvironment, { service: string; others: readonly string[] }>> = {
  uat: {
    service: "https://backend-sdk.uat.private.unico.run",
    others: [
      "https://sdk-s.uat.private.unico.run",
      "https://id.uat.unico.app",
      "https://cadastro.uat.unico.app",
    ],
  },
  production: {
    service: "https://backend-sdk.prod.private.unico.run",
    others: ["https://sdk-s.private.unico.run", "https://id.unico.app", "https://cadastro.unico.app"],
  },
};
/** What measures the device, the same in both environments. */
const DEVICE_SCRIPTS = "https://udp.unico.app https://dm7lr0s4n6vk6.webdevicejs.com";
/** The logo that the engine is told to show, in both environments. */
const LOGO = "https://cadastro.unico.app/company-logos/";

function capturing(nonce: string, environment: SdkEnvironment): Record<string, string> {
  const { service, others } = SDK_HOSTS[environment];
  return {
    // Without 'strict-dynamic', which would let the SDK fetch code from anywhere; and without 'unsafe-eval', which it tries
    // for its search for developer tools alone.
    "script-src": `'self' 'nonce-${nonce}' 'wasm-unsafe-eval' blob: ${DEVICE_SCRIPTS} ${service}`,
    "worker-src": "'self' blob:",
    // Its crash reports (ingest.us.sentry.io) stay in: it captures without them, and this page shows people.
    "connect-src": `'self' ${service} ${others.join(" ")} ${DEVICE_SCRIPTS} https://bam.nr-data.net`,
    "media-src": "'self' blob:",
    "img-src": `'self' blob: data: ${LOGO}`,
    "style-src": `'self' 'unsafe-inline' https://fonts.googleapis.com ${service}`,
    "font-src": "'self' https://fonts.gstatic.com",
  };
}
