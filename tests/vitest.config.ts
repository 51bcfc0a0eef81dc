import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url));

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
    // Two cores: a worker each.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}"] } },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/global-setup.integration.ts"],
        },
      },
    ],
  },
});
