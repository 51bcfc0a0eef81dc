import { afterAll, beforeAll, expect, it } from "vitest";
import { AUDIT_POINTS, strikeAudit } from "#tests/rigs/audit/atomic.ts";
import { freshDatabase, type TestDatabase } from "#tests/support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

it.each(AUDIT_POINTS)(
  "no change without its record, no record without its change, though struck %s",
  { timeout: 120_000 },
  async (point) => {
    const report = await strikeAudit(database.url, { point, kills: 3, throws: 100 });
    expect(report).toMatchObject({ strikes: 103, unrecorded: 0, unfounded: 0 });
    expect(report.steps).toBeGreaterThan(50);
  },
);
