import "server-only";
import type { Db } from "#lib/db/client.ts";
import { findBlock } from "#lib/features/audit/blocks-repository.ts";
import type { InnerManifest } from "#lib/features/exports/manifest.ts";

type Event = { entityId: string; sha256: string | null };

/** What the audit log says of a file that is told of by a manifest: a line for each difference. */
export async function differencesOfLog(
  db: Db,
  manifest: InnerManifest,
  sha256: string | null,
): Promise<string[]> {
  const differences: string[] = [];
  const { auditHead, id } = manifest;
  if (auditHead) {
    const block = await findBlock(db, auditHead.block);
    if (block?.head !== auditHead.head)
      differences.push(
        `audit log: block ${auditHead.block} of this database has ${block ? "another head" : "not been sealed"}`,
      );
  }
  const [told] = await db.$queryRaw<Event[]>`
    SELECT entity_id AS "entityId", detail->>'sha256' AS sha256 FROM audit_event
    WHERE entity_type = 'export' AND entity_id = ${id} AND action = 'export.finish' AND outcome = 'done'
    ORDER BY at DESC, seq DESC LIMIT 1`;
  if (!told) differences.push(`audit log: it tells of no export ${id}`);
  else if (sha256 && told.sha256 !== sha256)
    differences.push(`audit log: it tells of SHA-256 ${told.sha256}, the file has ${sha256}`);
  return differences;
}

/** The case that was taken as this very file; null where the log tells of none. */
export async function findCaseOfFile(db: Db, sha256: string): Promise<{ number: string; at: Date } | null> {
  const [told] = await db.$queryRaw<{ number: string; at: Date }[]>`
    SELECT entity_id AS number, at FROM audit_event
    WHERE action = 'case.file' AND outcome = 'done' AND detail->>'sha256' = ${sha256}
    ORDER BY at, seq LIMIT 1`;
  return told ?? null;
}
