import { expect, inject, it } from "vitest";
import { openDatabase } from "#lib/db/client.ts";
import { readReadiness } from "#lib/features/health/service.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { openWorld } from "#tests/support/ctx.ts";

const MISSING = { database: "up", migrations: "missing", audit: "unknown", index: "unknown" };

it("is ready when the newest migration was applied, and not before", async () => {
  const world = await openWorld();
  expect(await readReadiness(world.db, [])).toEqual({
    database: "up",
    migrations: "done",
    audit: "writable",
    index: "right",
  });
  expect(await readReadiness(world.db, [], "29991231000000_later")).toEqual(MISSING);
  await world.end();
});

it("is not ready where nothing was migrated, or nothing answers", async () => {
  const admin = inject("clusterUrl");
  await withClient(admin, (client) => client.query("CREATE DATABASE never_migrated"));
  const empty = openDatabase(admin.replace(/\/postgres$/, "/never_migrated"));
  expect(await readReadiness(empty, [])).toEqual(MISSING);
  await empty.$disconnect();
  const nobody = openDatabase("postgresql://nobody:x@127.0.0.1:1/none");
  expect(await readReadiness(nobody, [])).toEqual({
    database: "down",
    migrations: "unknown",
    audit: "unknown",
    index: "unknown",
  });
  await nobody.$disconnect();
});
