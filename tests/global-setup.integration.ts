import fs from "node:fs";
import type { TestProject } from "vitest/node";
import { startPostgres } from "#lib/postgres/embedded.ts";
import { migrate } from "#lib/postgres/migrate.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";

export const TEMPLATE = "template_contraprova";

declare module "vitest" {
  interface ProvidedContext {
    /** Where databases are made from the template. */
    clusterUrl: string;
  }
}

/** One throw-away cluster for the whole run, with a migrated database to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = openTemporaryFolder("integration");
  const server = await startPostgres({ dir: `${dir}/postgres`, durable: false });
  await server.ensureDatabase(TEMPLATE);
  await migrate(server.url(TEMPLATE));
  project.provide("clusterUrl", server.url("postgres"));
  return async () => {
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
}
