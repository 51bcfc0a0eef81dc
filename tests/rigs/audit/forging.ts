import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { sealBlock } from "#lib/features/audit/blocks.ts";
import { hashOfForm } from "#lib/features/audit/canonical.ts";
import { leafOf, rootOf } from "#lib/features/audit/merkle.ts";
import type { SigningKey } from "#lib/features/audit/sealing.ts";
import { createReader, readBlocks } from "#lib/features/audit/stored.ts";
import { newKey } from "./log.ts";

/** What a touched log is: blocks of events, by number, and the hand that touches it. */
export type Touched = {
  /** As the owner of the tables, with nothing in the way. */
  readonly client: pg.Client;
  /** Where the copies outside stand. */
  readonly folder: string;
  /** Numbers of the events in each block, in order; block 1 first. */
  readonly seqs: readonly (readonly number[])[];
  readonly key: SigningKey;
};

/** The block that is touched. */
export const HIT = 3;
export const hit = ({ seqs }: Touched, index = 1) => seqs[HIT - 1]?.[index] ?? 0;
/** Changes an event and makes every hash, root and head behind it anew; null keeps the old signatures. */
export async function recompute(log: Touched, key: SigningKey | null): Promise<void> {
  const { client } = log;
  await relabel(log);
  const blocks = await readBlocks(client, null, 100);
  const reader = createReader(client, null);
  let previous: string | null = null;
  for (const block of blocks) {
    const leaves: Buffer[] = [];
    const read = () => reader.below(block.xidUntil, block.xidUntil);
    for (let page = await read(); page; page = await read())
      leaves.push(...page.map(({ seq, at, xid, hash }) => leafOf({ seq, atMs: at.getTime(), xid }, hash)));
    const root = rootOf(leaves).toString("hex");
    const { form: _f, keyId, head: _h, signature, ...head } = block;
    const made = sealBlock(
      { ...head, root, previous: previous ?? block.previous },
      key ?? { ...newKey(), id: keyId },
    );
    if (block.number >= HIT) {
      const signed = key ? made.signature : signature;
      await client.query(
        `UPDATE audit_block SET root = decode($2, 'hex'), previous = decode($3, 'hex'), key_id = $4,
          head = decode($5, 'hex'), signature = decode($6, 'hex') WHERE number = $1`,
        [block.number, made.root, made.previous, made.keyId, made.head, signed],
      );
      previous = made.head;
    }
  }
}

export async function relabel(log: Touched): Promise<void> {
  const { client } = log;
  await client.query("UPDATE audit_event SET actor_kind = 'unknown' WHERE seq = $1", [hit(log)]);
  const reader = createReader(client, null);
  const all = await reader.below(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const facts = all?.find(({ seq }) => seq === hit(log))?.facts;
  if (!facts) throw new Error("the event is not there");
  await client.query("UPDATE audit_event SET hash = $2 WHERE seq = $1", [
    hit(log),
    Buffer.from(hashOfForm(1, facts) ?? []),
  ]);
}

/** Changes the line of block 3. */
export function editCopy(edit: (line: string) => string) {
  return async ({ folder }: Touched): Promise<void> => {
    for (const name of fs.readdirSync(folder).filter((each) => each.endsWith(".jsonl"))) {
      const file = path.join(folder, name);
      const lines = fs.readFileSync(file, "utf8").split("\n");
      fs.writeFileSync(
        file,
        lines.map((line) => (line.includes(`"number":${HIT},`) ? edit(line) : line)).join("\n"),
      );
    }
  };
}
