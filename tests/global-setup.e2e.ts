import { CLIENT_ID, E2E_CLIENT_SECRET } from "#tests/support/oidc-names.ts";
import { startWholeProgram } from "#tests/support/whole-program.ts";

const DEMO_PASSWORD = "only for the tests";
/** What the tests are told of the program that they run against. */
const RUNNING = ["E2E_SANDBOX_CONTROL_URL", "E2E_DEMO_PASSWORD"] as const;

/**
 * Starts nothing when E2E_BASE_URL names a program that runs already; its data then keeps what the tests made.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env.E2E_BASE_URL) {
    const missing = RUNNING.filter((name) => !process.env[name]);
    if (missing.length > 0) throw new Error(`E2E_BASE_URL needs beside it: ${missing.join(", ")}`);
    return async () => {};
  }
  const { dir, running, end } = await startWholeProgram("e2e", {
    PORT: process.env.E2E_PORT,
    CONTRAPROVA_VOLATILE: "1",
    DEMO_PASSWORD,
    AUTH_OIDC_ISSUER: `http://localhost:${process.env.E2E_OIDC_PORT}`,
    AUTH_OIDC_CLIENT_ID: CLIENT_ID,
    AUTH_OIDC_CLIENT_SECRET: E2E_CLIENT_SECRET,
  });
  process.env.E2E_SANDBOX_CONTROL_URL = running.sandboxControlUrl ?? "";
  process.env.E2E_DATA_DIR = dir;
  process.env.E2E_DATABASE_URL = running.settings.DATABASE_URL;
  process.env.E2E_DEMO_PASSWORD = DEMO_PASSWORD;
  return end;
}
