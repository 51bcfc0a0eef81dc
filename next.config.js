/** What needs no nonce; the content security policy is made per request in proxy.ts. */
const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
  // Browsers heed it over https only.
  "strict-transport-security": "max-age=63072000; includeSubDomains",
};

/** @type {import("next").NextConfig} */
export default {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  turbopack: { root: import.meta.dirname },
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  images: { unoptimized: true },
  // Loaded from node_modules as they are: native parts, worker threads, or a lookup of their own files.
  serverExternalPackages: ["pg", "@node-rs/argon2", "sharp", "undici", "graphile-worker", "pdfkit"],
  // What is read as a file at run time, which no import tells of: lib/pdf/fonts.ts.
  outputFileTracingIncludes: {
    "/api/**": [
      "node_modules/@fontsource-variable/ibm-plex-sans/files/*-wght-normal.woff2",
      "node_modules/@fontsource/ibm-plex-mono/files/*-400-normal.woff",
    ],
  },
  // `npm test` and `npm run verify` hold the types; a start does not check them a second time.
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: "2mb" } },
  headers: async () => [
    {
      source: "/:path*",
      headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
    },
  ],
};
