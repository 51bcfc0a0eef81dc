import { defineConfig, devices } from "@playwright/test";
import { freePort } from "#lib/postgres/server-process.ts";
import { findBrowser } from "#tests/support/browser.ts";

// Set once by the first process that reads this; the workers inherit it. E2E_BASE_URL names a program that runs
// already: then E2E_SANDBOX_CONTROL_URL and E2E_DEMO_PASSWORD go with it, and nothing is started.
if (!process.env.E2E_BASE_URL) {
  process.env.E2E_PORT ??= String(await freePort());
  // Where the program looks for the company's sign-in; nothing is there but while a test of it runs.
  process.env.E2E_OIDC_PORT ??= String(await freePort());
}
process.env.CHROMIUM_PATH ??= (await findBrowser()) ?? "";
const executablePath = process.env.CHROMIUM_PATH;

const DESKTOP = { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } };

export default defineConfig({
  testDir: "e2e",
  outputDir: ".output/e2e",
  globalSetup: "./global-setup.e2e.ts",
  // Two cores, and one in three waits for the program.
  workers: 3,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // Where nobody can look what happened. Whatever needs it is named at the end of the run, to be mended.
  retries: process.env.CI ? 1 : 0,
  // Generous: a shared machine is slow at times, and no test is about how slow.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["line"], ["json", { outputFile: ".output/playwright.json" }]],
  use: {
    baseURL: process.env.E2E_BASE_URL || `http://localhost:${process.env.E2E_PORT}`,
    // Recording costs a fifth of a run's processor time: in CI it is for the second try of what failed.
    trace: process.env.CI ? "on-first-retry" : "retain-on-failure",
    locale: "en-US",
    timezoneId: "America/Sao_Paulo",
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        "--disable-gpu",
        "--disable-sync",
        "--disable-quic",
        // A drawn picture stands for a camera, and it is allowed.
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
      ],
    },
  },
  projects: [
    { name: "sign-in", testMatch: /.*\.setup\.ts/ },
    { name: "desktop", dependencies: ["sign-in"], use: DESKTOP },
    // Waits for all others, but where somebody wants one of its files and nothing else.
    {
      name: "alone",
      testMatch: /.*\.alone\.ts/,
      dependencies: process.env.E2E_LONE ? ["sign-in"] : ["desktop"],
      workers: 1,
      use: DESKTOP,
    },
  ],
});
