import { createPrivateKey } from "node:crypto";
import { openDatabase } from "#lib/db/client.ts";
import { folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import { keepProof } from "#lib/features/audit/keeping.ts";
import { program } from "./log.ts";

// A process that seals and copies as a worker does, until its parent kills it.
const [, , url = "", folder = "", pem = ""] = process.argv;
keepProof({
  db: openDatabase(url),
  speaker: program(),
  privateKey: createPrivateKey(pem),
  checkpoints: folderCheckpoints(`file:${folder}`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
