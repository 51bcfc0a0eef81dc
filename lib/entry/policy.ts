/** The only page that captures with Unico's Web SDK. */
export const CAPTURE_PATH = "/reverifications/new";
/** Pictures and the files of a case: whatever is in them runs nothing here. */
const FILE_PATH = /^\/api\/(selfies|cases\/\d+\/files)\//;

/** For what is no page: a picture, an export. */
export const FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

type Settings = {
  /** The development server evaluates code and injects styles; neither happens in a build. */
  isDev: boolean;
  /** The Web SDK is used: not in the sandbox, and only with a key that measures liveness. */
  hasSdk: boolean;
};

/** The content security policy of an address. */
export function policyFor(path: string, nonce: string, { isDev, hasSdk }: Settings): string {
  if (FILE_PATH.test(path)) return FILE_POLICY;
  const rules = { ...strict(nonce, isDev), ...(hasSdk && path === CAPTURE_PATH ? capturing(nonce) : {}) };
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

// Unico documents no policy. These stand as literals in unico-webframe 3.23.8; to be held against real keys.
const SDK_SCRIPTS = "https://udp.unico.app https://dm7lr0s4n6vk6.webdevicejs.com";
const SDK_HOSTS = [
  "https://id.unico.app",
  "https://id.uat.unico.app",
  "https://cadastro.unico.app",
  "https://cadastro.uat.unico.app",
  "https://sdk-s.private.unico.run",
  "https://sdk-s.uat.private.unico.run",
  "https://bam.nr-data.net",
].join(" ");

const capturing = (nonce: string): Record<string, string> => ({
  // Without 'strict-dynamic', which would let the SDK fetch code from anywhere.
  "script-src": `'self' 'nonce-${nonce}' 'wasm-unsafe-eval' blob: ${SDK_SCRIPTS}`,
  "worker-src": "'self' blob:",
  "connect-src": `'self' ${SDK_HOSTS} ${SDK_SCRIPTS}`,
  "media-src": "'self' blob:",
  "style-src": "'self' 'unsafe-inline' https://fonts.googleapis.com",
  "font-src": "'self' https://fonts.gstatic.com",
});
