import { parseArgs } from "node:util";
import { AUDIT_POINTS, strikeAudit } from "#tests/rigs/audit/atomic.ts";
import { openProofGround } from "#tests/rigs/audit/ground.ts";
import { MUTATIONS } from "#tests/rigs/audit/mutations/list.ts";
import { sealUnderLoad } from "#tests/rigs/audit/sealing-under-load.ts";
import { openTampering } from "#tests/rigs/audit/tampering.ts";
import { machineLine } from "#tests/rigs/machine.ts";
import { exitOnSignal } from "#tests/rigs/stopping.ts";
import { complain, say, secondsSince } from "./support/say.ts";

exitOnSignal();
const number = (fallback: string) => ({ type: "string", default: fallback }) as const;
const { values } = parseArgs({
  options: {
    kills: number("100"),
    throws: number("100"),
    clean: number("1000"),
    seconds: number("60"),
    writers: number("64"),
    "sealer-kills": number("20"),
    mutations: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const { mutations, ...given } = values;
const counts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, Number(value)]));
if (!Object.values(counts).every((value) => Number.isInteger(value) && value >= 0))
  throw new Error("--kills, --throws, --clean, --seconds, --writers and --sealer-kills take whole numbers");
const of = (name: keyof typeof given): number => counts[name] ?? 0;

const startedAt = performance.now();
let wrong = 0;
const hold = (isRight: boolean, line: string) => {
  if (!isRight) wrong += 1;
  (isRight ? say : complain)(line);
};
say(machineLine());
const ground = await openProofGround();

if (of("kills") + of("throws") > 0) {
  const url = await ground.databaseOf("atomic");
  for (const point of AUDIT_POINTS) {
    const plan = { point, kills: of("kills"), throws: of("throws") };
    const { strikes, steps, unrecorded, unfounded } = await strikeAudit(url, plan);
    const isRight = strikes === plan.kills + plan.throws && unrecorded + unfounded === 0;
    hold(
      isRight,
      `A1 ${point}: ${strikes} strikes over ${steps} changes: ${unrecorded} without a record, ${unfounded} records without a change`,
    );
  }
}
if (mutations) {
  const rig = await openTampering({
    url: await ground.databaseOf("tampering"),
    dir: ground.folderOf("tampering"),
  });
  const verdicts = [];
  for (const mutation of MUTATIONS) verdicts.push(await rig.touch(mutation));
  for (const { mutation, online, offline, expected } of verdicts) {
    if (online !== expected || (!mutation.isOnlineOnly && offline !== expected))
      hold(false, `A4 ${mutation.of}, ${mutation.what}: ${online} (offline ${offline}), not ${expected}`);
  }
  const classes = new Set(MUTATIONS.map((mutation) => mutation.of)).size;
  const told = verdicts.filter(({ online }) => online !== "holds").length;
  hold(told === verdicts.length, `A4 ${told} of ${verdicts.length} mutations in ${classes} classes detected`);
  await rig.close();
}
if (of("clean") > 0) {
  const log = await ground.logOf("clean");
  let alarms = 0;
  for (let round = 0; round < of("clean"); round += 1) {
    await log.write(1 + (round % 3));
    if (round % 3 !== 0) await log.seal(log.key, 1 + (round % 5));
    const { bad, anomalies } = await log.check();
    if (bad || anomalies > 0) alarms += 1;
  }
  await log.close();
  hold(alarms === 0, `A4 ${of("clean")} clean runs: ${alarms} false alarms`);
}
if (of("seconds") > 0) {
  const log = await ground.logOf("load");
  const load = {
    writers: of("writers"),
    seconds: of("seconds"),
    rollbacks: 0.05,
    pauseMs: 50,
    kills: of("sealer-kills"),
  };
  const report = await sealUnderLoad(log, load);
  await log.close();
  const { unsealed, sealedTwice, wrongCounts, bad } = report;
  const isRight = unsealed + sealedTwice + wrongCounts === 0 && bad === null;
  hold(
    isRight,
    `A5 ${load.writers} writers, ${load.seconds} s: ${report.committed} committed, ${report.rolledBack} rolled back, ${report.kills} sealers killed, ${report.blocks} blocks: ${unsealed} unsealed, ${sealedTwice} sealed twice, ${wrongCounts} miscounted, ${bad === null ? "all of it holds" : JSON.stringify(bad)}`,
  );
  hold(report.lagP99Ms <= 5_000, `A6 seal lag p99 ${Math.round(report.lagP99Ms)} ms (bar 5 s)`);
}
await ground.end();
say(`${secondsSince(startedAt)}: ${wrong} wrong; ${machineLine()}`);
process.exitCode = wrong === 0 ? 0 : 1;
