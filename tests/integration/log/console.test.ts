import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { inRoot } from "#lib/commands/support/paths.ts";
import { someSettings } from "#tests/support/settings.ts";

const run = promisify(execFile);

/** What a process that says so leaves on stderr. */
async function stderrOf(said: string, level: string, more = {}): Promise<string> {
  const program = `
    const { logConsole, logCrash } = await import(${JSON.stringify(inRoot("lib/log/console.ts"))});
    const { log } = await import(${JSON.stringify(inRoot("lib/log/log.ts"))});
    const { register } = await import(${JSON.stringify(inRoot("instrumentation.ts"))});
    ${said}
    process.exit(0);`;
  const ended = await run(
    process.execPath,
    ["--conditions=react-server", "--input-type=module", "--eval", program],
    { cwd: inRoot("."), env: { ...process.env, ...someSettings({ LOG_LEVEL: level }), ...more } },
  ).catch((error: { stderr: string }) => error);
  return ended.stderr;
}

async function linesOf(...asked: Parameters<typeof stderrOf>): Promise<Record<string, unknown>[]> {
  return (await stderrOf(...asked))
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
    err: { type: "Error", message: "no such person: “…”", digest: "42" },
    beside: ["object"],
  });
  expect(lines[1]).toMatchObject({ level: "warn" });
  expect(JSON.stringify(lines)).not.toContain("701.010");
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

it("what stands behind the first text is told of by its kind", async () => {
  const lines = await linesOf(
    `logConsole(); console.error("unhandledRejection:", "Canária"); console.error({});`,
    "info",
  );
  expect(lines).toMatchObject([
    { msg: "unhandledRejection:", beside: ["string"] },
    { msg: "", beside: ["object"] },
  ]);
});

it("what nobody caught is a line too, and ends the process", async () => {
  const lines = await linesOf(
    `logCrash(); await new Promise(() => setTimeout(() => { throw new Error('of "Canária"'); }));`,
    "info",
  );
  expect(lines).toMatchObject([{ level: "fatal", err: { message: "of “…”" } }]);
});

it("a disk that is full behind the lines keeps nobody from going on", async () => {
  const program = `
    import { execFileSync } from "node:child_process";
    const inner = "const { log } = await import(" + ${JSON.stringify(JSON.stringify(inRoot("lib/log/log.ts")))} + "); for (let i = 0; i < 3; i += 1) log().error('x'); process.stdout.write('went on');";
    process.stdout.write(execFileSync("sh", ["-c", '"$0" --conditions=react-server --input-type=module --eval "$1" 2> /dev/full', process.execPath, inner]));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: inRoot("."),
    env: { ...process.env, ...someSettings() },
  });
  expect(stdout).toBe("went on");
});

const SERVER = "await register(); console.error(new Error('no such person: \"Canária\"'));";
const mode = (NODE_ENV: string) => ({ NEXT_RUNTIME: "nodejs", NODE_ENV });

it("a server writes errors as lines of the log", async () => {
  expect(await linesOf(SERVER, "info", mode("production"))).toMatchObject([
    { err: { message: "no such person: “…”" } },
  ]);
});
it("a server that somebody works on shows all of an error", async () => {
  expect(await stderrOf(SERVER, "info", mode("development"))).toContain('no such person: "Canária"');
});
