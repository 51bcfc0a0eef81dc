import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { withClient } from "#lib/postgres/embedded.ts";
import { TEMPLATE } from "#tests/global-setup.integration.ts";

export type TestDatabase = { readonly url: string; drop(): Promise<void> };

/** A migrated, empty database of the test's own, in some 20 ms. */
export async function freshDatabase(): Promise<TestDatabase> {
  const admin = inject("clusterUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    drop: () =>
      withClient(admin, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)).then(
        () => {},
      ),
  };
}
