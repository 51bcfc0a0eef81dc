import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { expect, it } from "vitest";
import { freshDatabase } from "#tests/support/database.ts";
import { someSettings } from "#tests/support/settings.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const [older, newer] = [randomBytes(32), randomBytes(32)].map((key) => key.toString("base64"));

it("a program with another key of the index does not start, and says in one line what to do", async () => {
  const database = await freshDatabase();
  const settings = someSettings({ DATABASE_URL: database.url });
  const run = async (command: string, INDEX_KEY = "") => {
    // As package.json starts them: Next runs without the condition of our server code.
    const condition = command === "serve" ? [] : ["--conditions=react-server"];
    const child = spawn(process.execPath, [...condition, path.join(root, "lib/commands/run.mjs"), command], {
      cwd: root,
      env: { ...process.env, ...settings, INDEX_KEY },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const said = { out: "", err: "" };
    child.stdout.on("data", (chunk) => {
      said.out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said.err += chunk;
    });
    const [code] = await once(child, "close");
    return { code, ...said };
  };
  expect(await run("rotate", older)).toMatchObject({ code: 0, err: "" });
  for (const refused of await Promise.all(["worker", "serve", "rotate"].map((name) => run(name, newer)))) {
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^contraprova: INDEX_KEY [^\n]+npm run rotate\n$/);
    for (const key of [older, newer]) expect(refused.err).not.toContain(key);
  }
  const turned = await run("rotate", `${newer},${older}`);
  expect(turned).toMatchObject({ code: 0, err: "" });
  expect(turned.out).toMatch(/every CPF is indexed under [0-9a-f]{16}/);
  await database.drop();
}, 120_000);
