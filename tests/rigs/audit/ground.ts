import fs from "node:fs";
import path from "node:path";
import { startPostgres } from "#lib/postgres/embedded.ts";
import { migrate } from "#lib/postgres/migrate.ts";
import { clearAway } from "#tests/rigs/ground.ts";
import { openTemporaryFolder } from "#tests/support/temporary-folder.ts";
import { openLog } from "./log.ts";

/** A PostgreSQL of its own that waits for its disk, as one in use does, with as many logs as are asked for. */
export async function openProofGround() {
  const dir = openTemporaryFolder("audit-rig");
  const place = path.join(dir, "postgres");
  process.once("exit", () => clearAway(dir, place));
  const postgres = await startPostgres({ dir: place, durable: true });
  const databaseOf = async (name: string): Promise<string> => {
    await postgres.ensureDatabase(name);
    await migrate(postgres.url(name));
    return postgres.url(name);
  };
  const folderOf = (name: string): string => {
    const folder = path.join(dir, name);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  };
  return {
    databaseOf,
    folderOf,
    logOf: async (name: string) => openLog(await databaseOf(name), folderOf(name)),
    async end(): Promise<void> {
      await postgres.stop();
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}
