import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Database, openDatabase } from "#lib/db/client.ts";
import { keyIdOf, publicOf } from "#lib/features/audit/blocks.ts";
import { checkLog } from "#lib/features/audit/checking.ts";
import { type Checkpoints, folderCheckpoints } from "#lib/features/audit/checkpoint.ts";
import { copyNewest } from "#lib/features/audit/copying.ts";
import { exportProof } from "#lib/features/audit/exporting-proof.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { type SigningKey, sealAll } from "#lib/features/audit/sealing.ts";
import type { Trust } from "#lib/features/audit/verifying.ts";

export const newKey = (): SigningKey => {
  const { privateKey } = generateKeyPairSync("ed25519");
  return { id: keyIdOf(privateKey), privateKey };
};
export const pemOf = (key: KeyObject): string =>
  publicOf(key).export({ type: "spki", format: "pem" }).toString();

export const program = (now: () => Date = () => new Date()) => ({
  actor: { kind: "program" } as const,
  now,
  request: { id: randomUUID(), address: "10.4.18.77" },
});

/** What an event may hold in any language and form; synthetic. */
export const someDetail = (n: number) => ({
  n,
  noteLength: n * 3,
  words: ["três", "tre\u0302s", "\u{1f600}", "Ω"],
  share: n / 7,
  nested: { b: null, a: [true, false, -0.5, 1e21] },
});

/** A log with its key and its copies outside, and what one does to it. */
export function openLog(
  url: string,
  folder: string,
  key: SigningKey = newKey(),
  checkpoints: Checkpoints = folderCheckpoints(`file:${folder}`),
) {
  const db: Database = openDatabase(url);
  let written = 0;
  const trust: Trust = { keys: new Map([[key.id, publicOf(key.privateKey)]]) };
  return {
    url,
    folder,
    key,
    db,
    checkpoints,
    trust,
    async write(count: number, now?: () => Date): Promise<void> {
      for (let i = 0; i < count; i += 1) {
        written += 1;
        await recordAudit(db, program(now), {
          action: "case.note",
          entityType: "case",
          entityId: String(written),
          detail: someDetail(written),
        });
      }
    },
    async seal(signing: SigningKey = key, maxEvents?: number) {
      await untilOver(db);
      const blocks = await sealAll(db, program(), signing, maxEvents);
      const copied = await copyNewest(db, checkpoints, signing);
      return { blocks, copied };
    },
    check: (more: Partial<Parameters<typeof checkLog>[0]> = {}) =>
      checkLog({ url, checkpoints, ...trust, ...more }),
    /** The whole log as a file with its proof. */
    async export(file: string): Promise<void> {
      const lines: string[] = [];
      const blocks = { from: 1, to: null };
      for await (const line of exportProof({ ...program(), readDb: db }, { blocks }))
        lines.push(JSON.stringify(line));
      fs.writeFileSync(file, `${lines.join("\n")}\n`);
    },
    copies: (): string[] =>
      fs
        .readdirSync(folder)
        .filter((name) => name.endsWith(".jsonl"))
        .sort()
        .flatMap((name) => fs.readFileSync(path.join(folder, name), "utf8").split("\n").filter(Boolean)),
    close: () => db.$disconnect(),
  };
}
/** Another database of the same server may hold the horizon back for a moment. */
async function untilOver(db: Database): Promise<void> {
  const [now] = await db.$queryRaw<{ next: bigint }[]>`
    SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next`;
  for (let tries = 0; tries < 500; tries += 1) {
    const [seen] = await db.$queryRaw<{ horizon: bigint }[]>`
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon`;
    if (seen && now && seen.horizon >= now.next) return;
    await sleep(10);
  }
}

export type Log = ReturnType<typeof openLog>;
