import fs from "node:fs";
import { afterEach, expect, it } from "vitest";
import { demoSecrets } from "#lib/commands/support/demo-secrets.ts";
import { sandboxAccount } from "#lib/commands/support/sandbox.ts";
import { planSettings } from "#lib/commands/support/settings.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

const folders: string[] = [];
const folder = () => {
  const dir = openTemporaryFolder("secrets");
  folders.push(dir);
  return dir;
};
afterEach(() => {
  for (const dir of folders.splice(0)) fs.rmSync(dir, { recursive: true });
});

it("makes secrets once, for their owner alone", () => {
  const dir = folder();
  const first = demoSecrets(dir);
  expect(demoSecrets(dir)).toEqual(first);
  expect(fs.statSync(`${dir}/secrets.json`).mode & 0o777).toBe(0o600);
});
it("plans a whole demo out of nothing", () => {
  const plan = planSettings({}, folder());
  expect(plan).toMatchObject({ port: 3000, isDemo: true, ownDatabase: true, ownSandbox: true });
  expect(plan.settings).toMatchObject({ APP_URL: "http://localhost:3000", UNICO_ACCOUNT: "sandbox_app" });
});
it("lets what is given win, an empty line excepted", () => {
  const dir = folder();
  const { settings } = planSettings({ DEMO_PASSWORD: "chosen by hand", AUTH_SECRET: "", PORT: "3100" }, dir);
  expect(settings).toMatchObject({ DEMO_PASSWORD: "chosen by hand", APP_URL: "http://localhost:3100" });
  expect(settings.AUTH_SECRET).toBe(demoSecrets(dir).AUTH_SECRET);
});
it("makes nothing up outside the sandbox", () => {
  const dir = folder();
  expect(() => planSettings({ UNICO_ENV: "uat" }, dir)).toThrow(/^UNICO_ACCOUNT is missing/);
  expect(fs.readdirSync(dir)).toEqual([]);
});
it.each([
  ["UNICO_PRIVATE_KEY", "not a key", /^UNICO_PRIVATE_KEY is wrong: give [^\n]+$/],
  ["UNICO_PRIVATE_KEY_FILE", "/nowhere/unico.pem", /^UNICO_PRIVATE_KEY_FILE cannot be read: give [^\n]+$/],
])("says that %s is wrong, although the sandbox of its own has no use for it", (name, value, said) => {
  expect(() => planSettings({ [name]: value }, folder())).toThrow(said);
});
it("gives the sandbox's own account to the sandbox, whatever right one was given", () => {
  const dir = folder();
  const { settings } = planSettings({ UNICO_ACCOUNT: "backoffice", UNICO_API_KEY: "k" }, dir);
  expect(settings).toMatchObject(sandboxAccount(dir, false));
});
it("reads what is given without the spaces around it", () => {
  const { settings, isDemo } = planSettings(
    { UNICO_ENV: " sandbox", DEMO_PASSWORD: " chosen by hand " },
    folder(),
  );
  expect([isDemo, settings.DEMO_PASSWORD]).toEqual([true, "chosen by hand"]);
});
