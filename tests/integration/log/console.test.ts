import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { inRoot } from "#lib/commands/support/paths.ts";
import { someSettings } from "#tests/support/settings.ts";

const run = promisify(execFile);

/** What a process that says so leaves on stderr, line by line. */
async function linesOf(said: string, level: string, more = {}): Promise<Record<string, unknown>[]> {
  const program = `
    const { logConsole } = await import(${JSON.stringify(inRoot("lib/log/console.ts"))});
    const { log } = await import(${JSON.stringify(inRoot("lib/log/log.ts"))});
    const { register } = await import(${JSON.stringify(inRoot("instrumentation.ts"))});
    ${said}
    process.exit(0);`;
  const { stderr } = await run(
    process.execPath,
    ["--conditions=react-server", "--input-type=module", "--eval", program],
    { cwd: inRoot("."), env: { ...process.env, ...someSettings({ LOG_LEVEL: level }), ...more } },
  );
  return stderr
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

it("what a library tells the console is one line each, without a value, and cannot make another line", async () => {
  const lines = await linesOf(
    `logConsole();
     console.error("⨯", Object.assign(new Error('no such person: "Canária"'), { digest: "42" }), { name: "Canária" });
     console.warn("beware\\n{\\"level\\":\\"info\\"}\\r\\u001b[31m of 701.010.101-92");`,
    "info",
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({
    level: "error",
    msg: "⨯",
    err: { type: "Error", message: 'no such person: "…"', digest: "42" },
  });
  expect(lines[1]).toMatchObject({ level: "warn" });
  expect(lines[1]?.msg).toContain("***.010.101-**");
  expect(JSON.stringify(lines)).not.toContain("Canária");
});

it.each([
  ["debug", ["debug", "info", "warn"]],
  ["info", ["info", "warn"]],
  ["warn", ["warn"]],
  ["silent", []],
])("LOG_LEVEL=%s lets through %j", async (level, expected) => {
  const lines = await linesOf(`log().debug("one"); log().info("two"); log().warn("three");`, level);
  expect(lines.map((line) => line.level)).toEqual(expected);
  for (const line of lines) expect(line).toMatchObject({ time: expect.stringMatching(/^\d{4}-.*Z$/) });
});

it.each([
  ["production", true],
  ["development", false],
])("a server in %s writes errors as lines of the log: %s", async (mode, isLine) => {
  const said = "await register(); console.error(new Error('no such person: \"Canária\"'));";
  const lines = linesOf(said, "info", { NEXT_RUNTIME: "nodejs", NODE_ENV: mode });
  if (isLine) expect(await lines).toMatchObject([{ err: { message: 'no such person: "…"' } }]);
  else await expect(lines).rejects.toThrow("JSON");
});
