import { z } from "zod";
import { openDatabase } from "#lib/db/client.ts";
import { openExportRows } from "#lib/db/export-rows.ts";
import { runExports } from "#lib/features/exports/running.ts";
import { createVault } from "#lib/privacy/vault.ts";
import { fileStorage } from "#lib/storage/file.ts";

/** A process of its own that writes what waits, to be killed; `CONTRAPROVA_FAIL_POINT` says where. */
const given = z.object({ url: z.string(), folder: z.string(), key: z.string() });

process.once("message", async (message) => {
  const { url, folder, key } = given.parse(message);
  const db = openDatabase(url);
  process.send?.("begun");
  await runExports({
    actor: { kind: "program" },
    db,
    readDb: db,
    rows: openExportRows(url),
    vault: createVault([{ id: "k1", key: Buffer.from(key, "base64") }], Buffer.alloc(32)),
    storage: fileStorage(`file:${folder}`),
    now: () => new Date(),
    request: { id: crypto.randomUUID(), address: null },
  });
  process.send?.("ended");
  process.exit(0);
});
process.send?.("ready");
