import fs from "node:fs";
import { describe, expect, inject, it } from "vitest";
import { startPostgres, withClient } from "#lib/postgres/embedded.ts";
import { migrate } from "#lib/postgres/migrate.ts";
import { freshDatabase } from "#tests/support/database.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

describe("a database of the test's own", () => {
  it("is migrated already, and writes in it are seen nowhere else", async () => {
    const [one, other] = await Promise.all([freshDatabase(), freshDatabase()]);
    await withClient(one.url, (client) => client.query("CREATE TABLE only_here (id int)"));
    const found = await withClient(other.url, (c) => c.query("SELECT to_regclass('only_here') AS name"));
    expect(found.rows).toEqual([{ name: null }]);
    expect(await migrate(one.url)).toEqual([]);
    await Promise.all([one.drop(), other.drop()]);
  });
});

describe("migrations", () => {
  const folderWith = (sql: string) => {
    const dir = openTemporaryFolder("migrations");
    fs.mkdirSync(`${dir}/1_first`);
    fs.writeFileSync(`${dir}/1_first/migration.sql`, sql);
    return dir;
  };
  const emptyDatabase = async (name: string) => {
    const admin = inject("clusterUrl");
    await withClient(admin, (client) => client.query(`CREATE DATABASE ${name}`));
    return admin.replace(/\/postgres$/, `/${name}`);
  };

  it("are applied once by several starts at the same time", async () => {
    const url = await emptyDatabase("several_starts");
    const dir = folderWith("CREATE TABLE first (id int)");
    const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(url, dir)));
    expect(applied.flat()).toEqual(["1_first"]);
  });
  it("stop after one that failed, until a person has mended it", async () => {
    const url = await emptyDatabase("failed_once");
    const dir = folderWith("CREATE TABLE first (id int); SELECT no_such_function()");
    await expect(migrate(url, dir)).rejects.toThrow(
      /^migration 1_first failed: function no_such_function\(\)/,
    );
    await expect(migrate(url, dir)).rejects.toThrow(/^migration 1_first failed before/);
    const found = await withClient(url, (client) => client.query("SELECT to_regclass('first') AS name"));
    expect(found.rows).toEqual([{ name: null }]);
  });
  it("refuse a file that was changed after it was applied", async () => {
    const url = await emptyDatabase("changed_later");
    const dir = folderWith("CREATE TABLE first (id int)");
    await migrate(url, dir);
    fs.appendFileSync(`${dir}/1_first/migration.sql`, "-- later");
    await expect(migrate(url, dir)).rejects.toThrow(/^migration 1_first was changed/);
  });
});

describe("the embedded server", () => {
  it("is shared by those who start it twice, and keeps data over a stop", async () => {
    const folder = openTemporaryFolder("embedded");
    const dir = `${folder}/postgres`;
    const [one, other] = await Promise.all([
      startPostgres({ dir, durable: false }),
      startPostgres({ dir, durable: false }),
    ]);
    expect([one.reused, other.reused].filter(Boolean)).toHaveLength(1);
    await one.ensureDatabase("kept");
    await withClient(one.url("kept"), (client) => client.query("CREATE TABLE kept_table (id int)"));
    await one.stop();
    const again = await startPostgres({ dir, durable: false });
    const found = await withClient(again.url("kept"), (client) =>
      client.query(
        "SELECT to_regclass('kept_table')::text AS name, current_setting('data_checksums') AS checksums",
      ),
    );
    expect(found.rows).toEqual([{ name: "kept_table", checksums: "on" }]);
    await again.stop();
    fs.rmSync(folder, { recursive: true });
  });
  it("keeps its password from other users, and the program from being a superuser", async () => {
    const folder = openTemporaryFolder("embedded");
    const dir = `${folder}/postgres`;
    const server = await startPostgres({ dir, durable: false });
    expect(fs.statSync(`${dir}/password`).mode & 0o777).toBe(0o600);
    const found = await withClient(server.url("postgres"), (client) =>
      client.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
    );
    expect(found.rows).toEqual([{ rolsuper: false }]);
    await server.stop();
    fs.rmSync(folder, { recursive: true });
  });
});
