import { execFile } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { setPasswordByLink } from "#lib/features/accounts/service.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { someSettings } from "#tests/support/settings.ts";

// The command reads its own settings; who signs in here reads these.
vi.mock("#lib/env.ts", () => ({ env: () => ({ UNICO_ENV: "sandbox" }) }));

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

type Ended = { code: number; out: string; err: string };
/** Runs the command as `npm run user -- …` does. */
const user = (args: readonly string[], overrides: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const settings = someSettings({
      DATABASE_URL: world.url,
      APP_URL: "https://contraprova.example",
      ...overrides,
    });
    const command = ["--conditions=react-server", "lib/commands/user.ts", ...args];
    execFile(
      process.execPath,
      command,
      { env: { ...settings, PATH: process.env.PATH, NODE_ENV: "test" } },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, out, err });
      },
    );
  });

describe("npm run user", () => {
  it("prints one line with a link that sets the first password", async () => {
    const { code, out, err } = await user(["create", "--email", "Ana@Contraprova.Test", "--role", "admin"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out.trim().split("\n")).toHaveLength(1);
    const [, token = "", until = ""] =
      /^https:\/\/contraprova\.example\/set-password\/([\w-]{43}) works once, until (\S+)$/.exec(
        out.trim(),
      ) ?? [];
    expect(Date.parse(until)).toBeGreaterThan(Date.now());
    const password = "uma frase que só ela sabe";
    expect(await setPasswordByLink(programCtx(world.db), { token, password })).toMatchObject({ ok: true });
    const email = "ana@contraprova.test";
    expect(await signIn(programCtx(world.db), { email, password }, null)).toMatchObject({ ok: true });
    const made = await world.db.user.findUniqueOrThrow({ where: { email } });
    expect(made).toMatchObject({ name: "Ana", role: "admin" });
  });

  it.each([
    ["nothing to do", [], /^contraprova: say what to do: npm run user -- create/],
    ["another act", ["remove"], /^contraprova: say what to do/],
    ["no email", ["create", "--role", "admin"], /^contraprova: --email must be/],
    ["a wrong email", ["create", "--email", "x", "--role", "admin"], /^contraprova: --email must be/],
    [
      "a wrong role",
      ["create", "--email", "a@b.test", "--role", "root"],
      /^contraprova: --role must be one of/,
    ],
    [
      "a link for nobody",
      ["link", "--email", "ninguem@contraprova.test"],
      /^contraprova: no account has this email/,
    ],
    ["a link without an email", ["link"], /^contraprova: --email must be/],
    ["an unknown option", ["create", "--password", "x"], /^contraprova: Unknown option '--password'/],
  ])("says what is wrong with %s in one line", async (_, args, line) => {
    const { code, out, err } = await user(args);
    expect([code, out]).toEqual([1, ""]);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(err).toMatch(line);
  });

  it("refuses a second account of one email, and a database that does not answer", async () => {
    const args = ["create", "--email", "duas@contraprova.test", "--role", "support", "--name", "Duas Vezes"];
    expect((await user(args)).code).toBe(0);
    expect(await user(args)).toMatchObject({
      code: 1,
      err: "contraprova: this email has an account already\n",
    });
    const gone = await user(args, { DATABASE_URL: "postgresql://app:geheim@127.0.0.1:1/none" });
    expect(gone.code).toBe(1);
    expect(gone.err.trim().split("\n")).toHaveLength(1);
    expect(gone.err).not.toContain("geheim");
  }, 60_000);

  it("makes no link for a person of the company's sign-in", async () => {
    const email = "da-empresa@contraprova.test";
    const identity = { oidcIssuer: "https://login.empresa.test", oidcSubject: "0001" };
    await world.db.user.createMany({ data: [{ email, name: "Da Empresa", role: "support", ...identity }] });
    expect(await user(["link", "--email", email])).toMatchObject({
      code: 1,
      out: "",
      err: "contraprova: this person signs in with the company account: no password is set here\n",
    });
  });

  it("makes a new link for somebody locked out, and shuts somebody out", async () => {
    const email = "trancada@contraprova.test";
    const made = (args: readonly string[]) => user([...args, "--email", email]);
    const first = await made(["create", "--role", "admin"]);
    const tokenIn = (out: string) => /set-password\/([\w-]{43}) works once/.exec(out)?.[1] ?? "";
    const again = await made(["link"]);
    expect([again.code, again.err]).toEqual([0, ""]);
    const set = (out: string) =>
      setPasswordByLink(programCtx(world.db), { token: tokenIn(out), password: "uma frase que só ela sabe" });
    expect((await set(first.out)).ok).toBe(false);
    expect((await set(again.out)).ok).toBe(true);
    await world.db.user.updateMany({ where: { NOT: { email } }, data: { role: "support" } });
    expect(await made(["disable"])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^contraprova: this is the last administrator/),
    });
    await world.db.user.updateMany({ where: { email }, data: { role: "support" } });
    expect(await made(["disable"])).toMatchObject({ code: 0, err: "" });
    expect(await made(["disable"])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/disabled already/),
    });
    expect(await made(["link"])).toMatchObject({ code: 1, err: expect.stringMatching(/is disabled/) });
    const { disabledAt } = await world.db.user.findUniqueOrThrow({ where: { email } });
    expect(disabledAt).not.toBeNull();
  }, 60_000);
});
