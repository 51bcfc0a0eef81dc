import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { proofState } from "#lib/features/audit/proof-state.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { quantile } from "#tests/rigs/quantiles.ts";
import { type Log, program } from "./log.ts";
import { type Load, makeGround, runWriters } from "./writers.ts";

export type LoadReport = {
  readonly committed: number;
  readonly rolledBack: number;
  readonly kills: number;
  readonly blocks: number;
  /** Events that no block holds, and that more than one holds, after everything is quiet. */
  readonly unsealed: number;
  readonly sealedTwice: number;
  readonly wrongCounts: number;
  readonly bad: unknown;
  readonly lagP99Ms: number;
  readonly writeP99Ms: number;
};

/** Writers at work, and two sealers of which one is killed again and again; then all of the log is held to the rules. */
export async function sealUnderLoad(
  log: Log,
  { kills, ...load }: Omit<Load, "url" | "isAudited"> & { readonly kills: number },
): Promise<LoadReport> {
  await makeGround(log.url, load.writers);
  const before = await countEvents(log.url);
  const steady = await startSealer(log);
  const state = { isOver: false, killed: 0, lagsMs: [] as number[] };
  const killing = killSealers(log, kills, load.seconds, state);
  const watching = watchLag(log, state);
  const written = await runWriters({ ...load, url: log.url, isAudited: true });
  state.isOver = true;
  await killing;
  await watching;
  steady.kill("SIGKILL");
  await once(steady, "exit");
  await log.seal();
  return {
    committed: written.committed,
    rolledBack: written.rolledBack,
    kills: state.killed,
    ...(await countsOf(log.url, before + written.committed)),
    bad: (await log.check()).bad,
    lagP99Ms: quantile(state.lagsMs, 0.99),
    writeP99Ms: quantile(written.tookMs, 0.99),
  };
}

async function startSealer(log: Log): Promise<ChildProcess> {
  const file = fileURLToPath(new URL("sealer-process.ts", import.meta.url));
  const pem = log.key.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const child = fork(file, [log.url, log.folder, pem], { execArgv: ["--conditions=react-server"] });
  await once(child, "message");
  return child;
}

/** Each lives for a while of its own, so that it dies at any moment of its round. */
async function killSealers(
  log: Log,
  kills: number,
  seconds: number,
  state: { isOver: boolean; killed: number },
) {
  const eachMs = (seconds * 1_000) / Math.max(1, kills);
  while (!state.isOver && state.killed < kills) {
    const sealer = await startSealer(log);
    await sleep(Math.random() * eachMs);
    sealer.kill("SIGKILL");
    await once(sealer, "exit");
    state.killed += 1;
  }
}

async function watchLag({ db }: Log, state: { isOver: boolean; lagsMs: number[] }): Promise<void> {
  while (!state.isOver) {
    state.lagsMs.push((await proofState({ ...program(), db })).lagMs);
    await sleep(200);
  }
}

const countEvents = (url: string) =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ count: number }>("SELECT count(*)::int AS count FROM audit_event");
    return rows[0]?.count ?? 0;
  });

async function countsOf(url: string, expected: number) {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ blocks: number; unsealed: number; twice: number; sealed: number }>(
      `WITH held AS (SELECT e.seq, count(b.number) AS blocks FROM audit_event AS e
        LEFT JOIN audit_block AS b ON e.xid >= b.xid_from AND e.xid < b.xid_until GROUP BY e.at, e.seq)
      SELECT (SELECT count(*)::int FROM audit_block) AS blocks, (SELECT sum(count)::int FROM audit_block) AS sealed,
        count(*) FILTER (WHERE blocks = 0)::int AS unsealed, count(*) FILTER (WHERE blocks > 1)::int AS twice FROM held`,
    );
    const { blocks = 0, unsealed = -1, twice = -1, sealed = -1 } = rows[0] ?? {};
    return { blocks, unsealed, sealedTwice: twice, wrongCounts: Math.abs(sealed - expected) };
  });
}
