import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshDatabase, type TestDatabase } from "#tests/support/database.ts";

const root = path.resolve(import.meta.dirname, "../..");
const prisma = path.join(root, "node_modules/prisma/build/index.js");
const run = promisify(execFile);

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const migrate = (...args: string[]) =>
  run(process.execPath, [prisma, "migrate", ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.url, CHECKPOINT_DISABLE: "1" },
  });

it("the migrations make the schema that the client is generated from", async () => {
  const { stdout } = await migrate(
    "diff",
    "--from-migrations",
    "prisma/migrations",
    "--to-schema",
    "prisma/schema.prisma",
    "--exit-code",
  );
  expect(stdout).toContain("No difference detected");
}, 60_000);

it("prisma migrate understands the bookkeeping of our runner", async () => {
  const { stdout } = await migrate("status");
  expect(stdout).toContain("Database schema is up to date");
}, 60_000);
