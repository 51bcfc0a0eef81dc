import fs from "node:fs";
import { expect, it } from "vitest";
import { NEWEST_MIGRATION } from "#lib/features/health/newest-migration.ts";

it("readiness asks for the newest migration", () => {
  const folders = fs.readdirSync("prisma/migrations", { withFileTypes: true }).filter((e) => e.isDirectory());
  expect(NEWEST_MIGRATION).toBe(
    folders
      .map(({ name }) => name)
      .sort()
      .at(-1),
  );
});
