import { createPublicKey, randomUUID } from "node:crypto";
import fs from "node:fs";
import { parseArgs } from "node:util";
import { runVerifier } from "#lib/audit-verifier/verify-export.ts";
import { openDatabase } from "#lib/db/client.ts";
import { env } from "#lib/env.ts";
import { checkedBefore, trustedKeys } from "#lib/features/audit/check-jobs.ts";
import { type CheckReport, checkLog } from "#lib/features/audit/checking.ts";
import { folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import { recordCheck } from "#lib/features/audit/proof-state.ts";
import { followDemo } from "./support/follow-demo.ts";
import { complain, say } from "./support/say.ts";

const USAGE = `npm run audit:verify                          the whole log
npm run audit:verify -- --since-checkpoint    what came since the last check
  --key FILE               a public key in PEM that blocks may be signed with, beside those kept with the checkpoints
  --distrust KEY_ID:BLOCK  a key in other hands: no block after that one may be signed with it
npm run audit:verify -- --offline EXPORT --key PUBLIC_KEY.pem [--checkpoints FILE.jsonl]
npm run audit:verify -- --public-key          prints the public key, for who checks exports`;

const { values } = parseArgs({
  options: {
    "since-checkpoint": { type: "boolean", default: false },
    offline: { type: "string" },
    key: { type: "string", multiple: true, default: [] },
    checkpoints: { type: "string", multiple: true, default: [] },
    distrust: { type: "string", multiple: true, default: [] },
    "public-key": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) say(USAGE);
else if (values.offline) {
  const options = [
    ...values.key.flatMap((file) => ["--key", file]),
    ...values.checkpoints.flatMap((file) => ["--checkpoints", file]),
  ];
  process.exitCode = await runVerifier([values.offline, ...options]);
} else if (values["public-key"]) {
  followDemo();
  const key = createPublicKey(env().AUDIT_SIGNING_KEY);
  process.stdout.write(key.export({ type: "spki", format: "pem" }));
} else process.exitCode = (await verifyLog()) ? 0 : 1;

async function verifyLog(): Promise<boolean> {
  followDemo();
  const { DATABASE_URL: url, AUDIT_CHECKPOINT_URL, AUDIT_SIGNING_KEY } = env();
  const checkpoints = folderCheckpoints(AUDIT_CHECKPOINT_URL);
  const given = values.key.map((file) => createPublicKey(fs.readFileSync(file, "utf8")));
  const keys = await trustedKeys({ checkpoints, key: AUDIT_SIGNING_KEY }, given);
  const distrusted = new Map(values.distrust.map(readDistrust));
  const db = openDatabase(url);
  try {
    const isFull = !values["since-checkpoint"];
    const from = isFull ? null : await checkedBefore({ db }, checkpoints);
    if (!isFull) say(from ? `since block ${from.number}` : "never checked before: the whole log");
    const report = await checkLog({ url, checkpoints, keys, distrusted, from });
    tell(report);
    const speaker = {
      actor: { kind: "program" } as const,
      now: () => new Date(),
      request: { id: randomUUID(), address: null },
    };
    await recordCheck({ db, ...speaker }, report, isFull);
    return report.bad === null;
  } finally {
    await db.$disconnect();
  }
}

function readDistrust(text: string): [string, number] {
  const [, id, block] = /^([0-9a-f]{16}):(\d{1,15})$/.exec(text) ?? [];
  if (!id || !block) throw new Error("--distrust takes a key's id and a block, as in 0123456789abcdef:42");
  return [id, Number(block)];
}

function tell({ bad, blocks, events, archived, anomalies, firstAnomalies, tookMs }: CheckReport): void {
  const perSecond = Math.round(events / (tookMs / 1_000));
  say(`${events} events in ${blocks} blocks, ${(tookMs / 1_000).toFixed(1)} s, ${perSecond} events/s`);
  if (archived > 0) say(`${archived} of them are archived: their hashes hold, their words are elsewhere`);
  if (anomalies > 0) {
    say(
      `${anomalies} events or blocks whose clock stood elsewhere, which is no sign of tampering by itself:`,
    );
    for (const { kind, block, seq } of firstAnomalies) say(`  ${kind}: ${placeOf(block, seq)}`);
  }
  if (bad) complain(`the log was touched, ${bad.check}: ${placeOf(bad.block, bad.seq)}`);
  else say("all of it holds");
}

function placeOf(block: number | null, seq: number | null): string {
  const where = block === null ? "in no block" : `block ${block}`;
  return seq === null ? where : `${where}, event ${seq}`;
}
