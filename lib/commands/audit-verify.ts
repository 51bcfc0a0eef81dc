import { createPublicKey, randomUUID } from "node:crypto";
import fs from "node:fs";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { readDistrust } from "#lib/audit-verifier/trust.ts";
import { runVerifier } from "#lib/audit-verifier/verify-export.ts";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { checkedBefore, trustedKeys } from "#lib/features/audit/check-jobs.ts";
import { checkLog } from "#lib/features/audit/checking.ts";
import { startBlockExport } from "#lib/features/audit/exporting-blocks.ts";
import { openCheckpoints } from "#lib/features/audit/open-checkpoints.ts";
import { recordCheck } from "#lib/features/audit/proof-state-check.ts";
import type { ExportLine } from "#lib/features/audit/proof-types.ts";
import { followDemo } from "./support/follow-demo.ts";
import { complain, say } from "./support/say.ts";
import { tellCheck } from "./support/tell-check.ts";

const USAGE = `npm run audit:verify                          the whole log
npm run audit:verify -- --since-checkpoint    what came since the last check
  --key FILE               a public key in PEM that blocks may be signed with, beside those kept with the checkpoints
  --distrust KEY_ID:BLOCK  a key in other hands: no block after that one may be signed with it
npm run audit:verify -- --export FILE         writes all blocks and their events to a new file that checks offline
  --from BLOCK, --to BLOCK  those blocks alone
npm run audit:verify -- --offline EXPORT --key PUBLIC_KEY.pem [--checkpoints FILE.jsonl] [--distrust KEY_ID:BLOCK]
npm run audit:verify -- --public-key          prints the public key, for who checks exports`;

const { values } = parseArgs({
  options: {
    "since-checkpoint": { type: "boolean", default: false },
    export: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    offline: { type: "string" },
    key: { type: "string", multiple: true, default: [] },
    checkpoints: { type: "string", multiple: true, default: [] },
    distrust: { type: "string", multiple: true, default: [] },
    "public-key": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const program = () => ({
  actor: { kind: "program" } as const,
  now: () => new Date(),
  request: { id: randomUUID(), address: null },
});

if (values.help) say(USAGE);
else if (values.offline) {
  const given = ["key", "checkpoints", "distrust"] as const;
  const options = given.flatMap((name) => values[name].flatMap((value) => [`--${name}`, value]));
  process.exitCode = await runVerifier([values.offline, ...options]);
} else if (values["public-key"]) {
  followDemo();
  const key = createPublicKey(env().AUDIT_SIGNING_KEY);
  process.stdout.write(key.export({ type: "spki", format: "pem" }));
} else {
  followDemo();
  const db = openDatabase(env().DATABASE_URL);
  const { export: file } = values;
  const work = file === undefined ? verifyLog(db) : exportLog(db, file);
  process.exitCode = (await work.finally(() => db.$disconnect())) ? 0 : 1;
}

async function verifyLog(db: Database): Promise<boolean> {
  const { DATABASE_URL: url, AUDIT_SIGNING_KEY } = env();
  const checkpoints = openCheckpoints(env());
  const given = values.key.map((file) => createPublicKey(fs.readFileSync(file, "utf8")));
  const keys = await trustedKeys({ checkpoints, key: AUDIT_SIGNING_KEY }, given);
  const distrusted = new Map(values.distrust.map(readDistrust));
  const isFull = !values["since-checkpoint"];
  const from = isFull ? null : await checkedBefore({ db }, checkpoints);
  if (!isFull) say(from ? `since block ${from.number}` : "never checked before: the whole log");
  const report = await checkLog({ url, checkpoints, keys, distrusted, from });
  tellCheck(report);
  await recordCheck({ db, ...program() }, report, isFull);
  return report.bad === null;
}

async function exportLog(db: Database, file: string): Promise<boolean> {
  const from = blockIn("from") ?? 1;
  const to = blockIn("to");
  if (to !== null && to < from) throw new Error("--to takes a block that is not before --from");
  // Opened first: who is told of an export has one.
  const out = fs.createWriteStream("", { fd: fs.openSync(file, "wx", 0o600) });
  const started = await startBlockExport({ db, readDb: db, ...program() }, { from, to });
  if (!started.ok) {
    out.destroy();
    fs.rmSync(file);
    const { failure } = started;
    complain(
      failure.code === "archived"
        ? `events up to block ${failure.upTo} are archived: only their hashes are here; --from ${failure.upTo + 1} begins behind them`
        : `the newest block is ${failure.newest}`,
    );
    return false;
  }
  const told = { blocks: 0, events: 0 };
  async function* text(lines: AsyncIterable<ExportLine>) {
    for await (const line of lines) {
      if (line.kind === "end") [told.blocks, told.events] = [line.blocks, line.events];
      yield `${JSON.stringify(line)}\n`;
    }
  }
  await pipeline(text(started.value), out);
  say(`${told.events} events in ${told.blocks} blocks`);
  return true;
}

function blockIn(name: "from" | "to"): number | null {
  const text = values[name];
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new Error(`--${name} takes the number of a block`);
  return Number(text);
}
