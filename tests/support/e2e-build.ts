import fs from "node:fs";
import { inRoot } from "#lib/commands/support/paths.ts";

/** Where the build lies that the program under test serves. */
const SERVER = process.env.E2E_BUILD_DIR ?? inRoot(".next/server");
const read = (name: string): unknown => JSON.parse(fs.readFileSync(`${SERVER}/${name}`, "utf8"));

export type BuiltAction = { id: string; key: string; pages: string[] };

/** What a build can be asked for from outside: pages, handlers, and actions with the ids that they are called by. */
export function builtEntries() {
  const paths = Object.keys(read("app-paths-manifest.json") as Record<string, string>);
  const manifest = read("server-reference-manifest.json") as {
    node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
  };
  const actions = Object.entries(manifest.node).map(
    ([id, { filename, exportedName, workers }]): BuiltAction => ({
      id,
      key: `${filename}#${exportedName}`,
      pages: Object.keys(workers),
    }),
  );
  return {
    pages: paths.filter((path) => path.endsWith("/page")),
    handlers: paths.filter((path) => path.endsWith("/route")),
    actions,
  };
}
