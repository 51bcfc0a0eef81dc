import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readEnv } from "#lib/env.ts";
import { readFailPoint } from "#lib/fail-points.ts";
import { someSettings } from "#tests/support/settings.ts";

const MODULE = fileURLToPath(new URL("../../lib/fail-points.ts", import.meta.url));
const PASSES = `const { failPoint } = await import(${JSON.stringify(MODULE)});
for (let pass = 1; pass < 4; pass += 1) {
  try { failPoint("after_intent"); } catch (error) { process.stdout.write(error.message); }
  process.stdout.write(String(pass));
}`;

function run(settings: Record<string, string>) {
  const { stdout, signal } = spawnSync(process.execPath, ["--input-type=module", "--eval", PASSES], {
    env: { NODE_ENV: "test", ...settings },
    encoding: "utf8",
  });
  return { stdout, signal };
}

describe("a fail point", () => {
  it("does nothing in a process that was not started for it", () => {
    expect(run({})).toEqual({ stdout: "123", signal: null });
    expect(run({ CONTRAPROVA_FAIL_POINT: "before_turn" })).toEqual({ stdout: "123", signal: null });
  });

  it("kills the process there, after as many passes as it is told", () => {
    expect(run({ CONTRAPROVA_FAIL_POINT: "after_intent" })).toEqual({ stdout: "", signal: "SIGKILL" });
    expect(run({ CONTRAPROVA_FAIL_POINT: "after_intent:2" })).toEqual({ stdout: "12", signal: "SIGKILL" });
  });

  it("throws once where it is told to", () => {
    const settings = { CONTRAPROVA_FAIL_POINT: "after_intent:1", CONTRAPROVA_FAIL_DEED: "throw" };
    expect(run(settings)).toEqual({ stdout: "1fail point after_intent23", signal: null });
  });

  it("strikes nowhere but in a sandbox, whatever the settings say", () => {
    const settings = { CONTRAPROVA_FAIL_POINT: "after_intent", UNICO_ENV: "production" };
    expect(run(settings)).toEqual({ stdout: "123", signal: null });
  });

  it.each(["after_intents", "after_intent:", "after_intent:x", "AFTER_INTENT", " "])(
    "is not named %j",
    (name) => {
      expect(readFailPoint(name)).toBeNull();
    },
  );

  it("is refused at the start where it names none, and outside the sandbox whatever it names", () => {
    const refusalOf = (settings: Record<string, string>): string => {
      try {
        readEnv(someSettings(settings));
        return "";
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    };
    expect(refusalOf({ CONTRAPROVA_FAIL_POINT: "after_intent:3" })).toBe("");
    expect(refusalOf({ CONTRAPROVA_FAIL_POINT: "nowhere" })).toMatch(
      /^CONTRAPROVA_FAIL_POINT is wrong: .*after_intent/,
    );
    const wrongDeed = { CONTRAPROVA_FAIL_POINT: "after_intent", CONTRAPROVA_FAIL_DEED: "laugh" };
    expect(refusalOf(wrongDeed)).toMatch(/kill, pause, throw/);
  });
});
