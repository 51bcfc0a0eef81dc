import fs from "node:fs";
import { withFileLock } from "#lib/postgres/file-lock.ts";
import { runTool } from "./children.ts";
import { inRoot } from "./paths.ts";
import { timed } from "./say.ts";
import { hashSources, isFresh } from "./source-hash.ts";

const BUILD_TIMEOUT_MS = 600_000;
const CLIENT_HASH = inRoot("lib/db/generated/source-hash");
const BUILD_HASH = inRoot(".next/source-hash");
const CONFIG = [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "next.config.js",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
];

/** What never reaches the build. */
const OUTSIDE = /^lib\/(db\/generated|commands|sandbox|postgres)\//;

const clientHash = () => hashSources(["prisma/schema.prisma", "package-lock.json"]);
const buildHash = () =>
  hashSources(
    ["app", "components", "lib", "public", "prisma/schema.prisma", ...CONFIG],
    (file) => !OUTSIDE.test(file),
  );

type Options = { signal?: AbortSignal };

/** Makes the Prisma client when the schema changed since. */
export const ensureClient = (options: Options = {}): Promise<void> =>
  onceAtATime("generate", async () => {
    const hash = clientHash();
    if (isFresh(CLIENT_HASH, hash)) return;
    await timed("Prisma client made", () => runTool("prisma generate", [PRISMA, "generate"], options));
    fs.writeFileSync(CLIENT_HASH, hash);
  });

/** Makes the production build when anything that goes into it changed since. */
export const ensureBuild = (options: Options = {}): Promise<void> =>
  onceAtATime("build", async () => {
    const hash = buildHash();
    if (isFresh(BUILD_HASH, hash)) return;
    fs.rmSync(BUILD_HASH, { force: true });
    await timed("built", () =>
      runTool("next build", [NEXT, "build"], {
        ...options,
        settings: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      }),
    );
    completeStandalone();
    fs.writeFileSync(BUILD_HASH, hash);
  });

export const NEXT = inRoot("node_modules/next/dist/bin/next");
const PRISMA = inRoot("node_modules/prisma/build/index.js");
export const STANDALONE_SERVER = inRoot(".next/standalone/server.js");

/** Next leaves the static files out, which a proxy may serve, and takes a copy of `.env` in, which would grow stale. */
function completeStandalone(): void {
  fs.cpSync(inRoot(".next/static"), inRoot(".next/standalone/.next/static"), { recursive: true });
  if (fs.existsSync(inRoot("public")))
    fs.cpSync(inRoot("public"), inRoot(".next/standalone/public"), { recursive: true });
  for (const name of fs.readdirSync(inRoot(".next/standalone"))) {
    if (name.startsWith(".env")) fs.rmSync(inRoot(".next/standalone", name));
  }
}

const onceAtATime = (name: string, work: () => Promise<void>) =>
  withFileLock(inRoot(`node_modules/.cache/contraprova-${name}.lock`), BUILD_TIMEOUT_MS, work);
