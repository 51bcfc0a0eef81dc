import fs from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import { demoSecrets } from "#lib/commands/support/demo-secrets.ts";
import { followDemo } from "#lib/commands/support/follow-demo.ts";
import { noteRunning } from "#lib/commands/support/running.ts";
import { readEnv } from "#lib/env.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

const FOUND = {
  APP_URL: "http://localhost:3100",
  DATABASE_URL: "postgresql://demo@127.0.0.1/contraprova",
  UNICO_AUTH_URL: "http://127.0.0.1:4010",
  UNICO_ID_URL: "http://127.0.0.1:4010",
  UNICO_CADASTRO_URL: "http://127.0.0.1:4010",
};
const given = process.env;
let dir = "";
beforeEach(() => {
  dir = openTemporaryFolder("follow-demo");
  process.env = { NODE_ENV: "test", CONTRAPROVA_DATA_DIR: dir };
});
afterEach(() => {
  process.env = given;
  fs.rmSync(dir, { recursive: true });
});
const start = () => noteRunning(dir, { settings: FOUND, sandboxControlUrl: null });

it("finds the addresses and the secrets of the demo that runs", () => {
  start();
  followDemo();
  const { AUTH_SECRET, INDEX_KEY } = demoSecrets(dir);
  expect(process.env).toMatchObject({ ...FOUND, AUTH_SECRET, INDEX_KEY, UNICO_ACCOUNT: "sandbox_app" });
  expect(() => readEnv(process.env)).not.toThrow();
});
it("says what to do when none runs", () => {
  expect(followDemo).toThrow(/^DATABASE_URL is missing: .* npm start$/);
  expect(fs.readdirSync(dir)).toEqual([]);
});
it.each([
  ["a database of its own", { DATABASE_URL: "postgresql://mine/other" }],
  ["a real environment", { UNICO_ENV: "uat" }],
])("makes nothing up for %s", (_, settings) => {
  start();
  const before = { NODE_ENV: "test" as const, CONTRAPROVA_DATA_DIR: dir, ...settings };
  process.env = { ...before };
  followDemo();
  expect(process.env).toEqual(before);
});
