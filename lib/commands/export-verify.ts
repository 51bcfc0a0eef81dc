import { parseArgs } from "node:util";
import { openDatabase } from "#lib/db/client.ts";
import { env, settingsIn } from "#lib/env.ts";
import { checkFile } from "#lib/features/file-check/checking.ts";
import { followDemo } from "./support/follow-demo.ts";
import { dataDir } from "./support/paths.ts";
import { readRunning } from "./support/running.ts";
import { complain, say } from "./support/say.ts";

const USAGE = `npm run export:verify -- FILE…            holds files against their manifests (FILE.manifest.json beside each)
  --manifest FILE                         another place of the manifest
With DATABASE_URL, or while the demo runs, the audit log is asked as well. Ends with 1 where anything differs.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { manifest: { type: "string" }, help: { type: "boolean", default: false } },
});

if (values.help || positionals.length === 0) {
  (values.help ? say : complain)(USAGE);
  process.exitCode = values.help ? 0 : 1;
} else {
  const hasDatabase = settingsIn(process.env).DATABASE_URL !== undefined || readRunning(dataDir()) !== null;
  if (hasDatabase) followDemo();
  const db = hasDatabase ? openDatabase(env().DATABASE_URL) : null;
  try {
    for (const file of positionals) {
      const { differences, checked } = await checkFile({ file, manifest: values.manifest, db });
      for (const line of checked) say(`${file}: ${line}`);
      for (const line of differences) complain(`${file}: ${line}`);
      say(`${file}: ${differences.length === 0 ? "it is as it was made" : "IT IS NOT AS IT WAS MADE"}`);
      if (differences.length > 0) process.exitCode = 1;
    }
  } finally {
    await db?.$disconnect();
  }
}
