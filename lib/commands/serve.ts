import path from "node:path";
import { env } from "#lib/env.ts";
import { ensureBuild, ensureClient, STANDALONE_SERVER } from "./support/build.ts";
import { runTool, SERVER_CONDITION } from "./support/children.ts";
import { inRoot } from "./support/paths.ts";

const settings = env();
await ensureClient();
const check = [SERVER_CONDITION, inRoot("lib/commands/run.mjs"), "check-start"];
// Its own line says what to do.
await runTool("the check of the settings", check).catch(() => process.exit(1));
await ensureBuild();
// The server goes into its own folder: what is relative to this one is made absolute before.
process.env.CONTRAPROVA_DATA_DIR = settings.CONTRAPROVA_DATA_DIR;
process.env.STORAGE_URL = settings.STORAGE_URL;
process.env.AUDIT_CHECKPOINT_URL = settings.AUDIT_CHECKPOINT_URL;
const keyFile = process.env.UNICO_PRIVATE_KEY_FILE;
if (keyFile) process.env.UNICO_PRIVATE_KEY_FILE = path.resolve(keyFile);
process.env.PORT = String(settings.PORT);
process.env.HOSTNAME = "0.0.0.0";
await import(STANDALONE_SERVER);
