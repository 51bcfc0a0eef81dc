import fs from "node:fs";
import path from "node:path";
import { verifyFile } from "#lib/audit-verifier/verify-export.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import type { Touched } from "./forging.ts";
import { openLog, pemOf } from "./log.ts";
import type { Mutation } from "./mutations/mutation.ts";

const BLOCKS = 6;
const PER_BLOCK = 4;
const TABLES = ["audit_event", "audit_block", "audit_proof_state"] as const;

type TamperRig = {
  /** Where folders may be made. */
  readonly dir: string;
  /** An empty, migrated database. */
  readonly url: string;
};

export type Verdict = {
  readonly mutation: Mutation;
  readonly online: string;
  readonly offline: string;
  readonly expected: string;
};

/** Makes a log of six blocks, and gives what both verifiers say of each way of touching a copy of it. */
export async function openTampering({ dir, url }: TamperRig) {
  const base = openLog(url, path.join(dir, "base"));
  for (let block = 0; block < BLOCKS; block += 1) {
    await base.write(PER_BLOCK);
    await base.seal();
  }
  const seqs = await withClient(url, async (client) => {
    const { rows } = await client.query<{ seqs: string[] }>(
      `SELECT array_agg(e.seq ORDER BY e.xid, e.seq) AS seqs FROM audit_block AS b
      JOIN audit_event AS e ON e.xid >= b.xid_from AND e.xid < b.xid_until GROUP BY b.number ORDER BY b.number`,
    );
    return rows.map((row) => row.seqs.map(Number));
  });
  await withClient(url, async (client) => {
    for (const table of TABLES) {
      await client.query(`CREATE TABLE kept_${table} AS SELECT * FROM ${table}`);
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    }
  });
  const file = path.join(dir, "export.jsonl");
  const folder = path.join(dir, "touched");
  const log = openLog(url, folder, base.key);

  async function verdictOn(
    mutation: Mutation | null,
  ): Promise<{ online: string; offline: string; hit: number }> {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.cpSync(base.folder, folder, { recursive: true });
    await withClient(url, async (client) => {
      for (const table of TABLES)
        await client.query(`TRUNCATE ${table}; INSERT INTO ${table} SELECT * FROM kept_${table}`);
      const touched: Touched = { client, folder, seqs, key: base.key };
      await mutation?.touch(touched);
    });
    const { bad } = await log.check();
    await log.export(file);
    const copies = fs.existsSync(folder) ? log.copies() : [];
    const offline = await verifyFile(file, [pemOf(base.key.privateKey)], copies);
    const online = bad ? said(bad.check, bad.block, bad.seq) : "holds";
    return { online, offline: offline.bad ?? "holds", hit: seqs[2]?.[1] ?? 0 };
  }

  return {
    clean: () => verdictOn(null),
    async close() {
      await base.close();
      await log.close();
    },
    async touch(mutation: Mutation): Promise<Verdict> {
      const { hit, ...verdict } = await verdictOn(mutation);
      const seq = mutation.block === null ? 900_000 : hit;
      return {
        mutation,
        ...verdict,
        expected: said(mutation.check, mutation.block, mutation.names ? seq : null),
      };
    },
  };
}

const said = (check: string, block: number | null, seq: number | null) =>
  `${check}: block ${block}${seq === null ? "" : `, event ${seq}`}`;
