import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "@playwright/test";

const SYSTEM_BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The first browser that is there: asked for, Playwright's own (null), the registry's, the system's. */
export async function findBrowser(): Promise<string | null> {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) return asked;
  if (fs.existsSync(chromium.executablePath())) return null;
  if (process.platform === "linux" && process.arch === "x64") return unpackBrowser();
  const found = SYSTEM_BROWSERS.find((file) => fs.existsSync(file));
  if (found) return found;
  throw new Error("no browser for the tests: run npx playwright install chromium, or set CHROMIUM_PATH");
}

/** The registry's browser, in a folder of this user: the package trusts whatever already lies where it unpacks. */
async function unpackBrowser(): Promise<string> {
  const cache = path.join(os.homedir(), ".cache", "contraprova", "chromium-153");
  fs.mkdirSync(cache, { recursive: true, mode: 0o700 });
  const { TMPDIR } = process.env;
  process.env.TMPDIR = cache;
  // Makes it bring its own NSS and other libraries, which a bare system lacks.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x";
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    packaged.setGraphicsMode = false;
    return await packaged.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}
