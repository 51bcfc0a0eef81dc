import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Modules replaced, processes, folders, servers, a line of copies: what one file leaves of these another would meet. */
const MORE_THAN_ROWS = [
  ...["vi.mock(", "vi.doMock(", "vi.resetModules(", "vi.stubGlobal(", "vi.stubEnv("],
  ...["node:child_process", "node:net", "node:http", "node:fs", "temporary-folder"],
  ...["#lib/sandbox/", "#tests/rigs/", "company-world"],
  "#tests/model/",
];
function needsItsOwn(file: string): boolean {
  const source = fs.readFileSync(path.join(root, file), "utf8");
  return MORE_THAN_ROWS.some((text) => source.includes(text));
}

/** Loading a file's modules costs more than its tests, so files share them but where that could be seen. */
function projectsOf(name: string, include: string, globalSetup: string[] = []) {
  const apart = fs.globSync(include, { cwd: root }).filter(needsItsOwn);
  return [
    {
      extends: true as const,
      test: { name, include: [include], exclude: apart, globalSetup, isolate: false },
    },
    { extends: true as const, test: { name: `${name}-apart`, include: apart, globalSetup } },
  ];
}

export default defineConfig({
  root,
  cacheDir: "tests/.output/vite",
  // Outside Next nothing gives `server-only` its harmless meaning: the empty module is what a server gets.
  resolve: {
    alias: {
      "server-only": fileURLToPath(import.meta.resolve("server-only").replace(/index\.js$/, "empty.js")),
    },
  },
  test: {
    // Generous: a shared machine is slow at times, and no test is about how slow.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Two cores, and one in three waits: for a lock, a process that starts, a sender that falls silent.
    maxWorkers: 3,
    // Where nobody can look what happened. Whatever needs it is named at the end of the run, to be mended.
    retry: process.env.CI ? 1 : 0,
    projects: [
      ...projectsOf("unit", "tests/unit/**/*.test.{ts,tsx}"),
      ...projectsOf("integration", "tests/integration/**/*.test.ts", ["tests/global-setup.integration.ts"]),
    ],
  },
});
