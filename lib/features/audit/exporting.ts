import "server-only";
import { createHash } from "node:crypto";
import { assertCan } from "#lib/auth/roles.ts";
import { CSV_START, csvLine } from "#lib/csv.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { entriesOf } from "#lib/table/address.ts";
import { countUpTo } from "#lib/table/query.ts";
import { type ExportedEvent, pagesOfEvents } from "./export-repository.ts";
import { EXPORT_MAX_ROWS, type ExportFormat, type ExportInput } from "./export-schema.ts";
import { exportProof } from "./exporting-proof.ts";
import { recordAudit } from "./record.ts";
import * as audit from "./repository.ts";
import { THINGS_MAX } from "./subjects.ts";
import { thingsOf } from "./subjects-repository.ts";
import { auditSource, whereOf, whereOfSubject } from "./table.ts";

const PAGE_ROWS = 2_000;
const PROOF_LINES = 500;

/** A file of events, in chunks of some hundred kilobytes; `rows` were there when it was begun. */
export type AuditExport = { format: ExportFormat; rows: number; chunks: AsyncGenerator<string> };

/** What the filters of the log show as a file. The event of it is written before the first byte can leave. */
export async function startAuditExport(
  ctx: UserCtx,
  { format, sort, subject, looks, ...filter }: ExportInput,
): Promise<Result<AuditExport, { code: "too_large" } | TooMany>> {
  assertCan(ctx.actor, "audit:read");
  const taken = await takeOwnLimit(ctx, "export");
  if (!taken.ok) return taken;
  const until = ctx.now();
  const where = subject
    ? whereOfSubject((await thingsOf(ctx.readDb, subject, THINGS_MAX)).things, { ...filter, looks })
    : whereOf(filter);
  const { count: rows, capped } = await countUpTo(ctx, auditSource, where, EXPORT_MAX_ROWS);
  const made = Object.fromEntries(entriesOf({ ...filter, looks, address: undefined }));
  const detail = { format, rows, filter: made, byAddress: filter.address !== undefined };
  await recordAudit(
    ctx.db,
    ctx,
    {
      action: "audit.export",
      entityType: subject ? "subject" : "audit",
      entityId: subject ?? null,
      detail,
    },
    capped ? "refused" : "done",
  );
  if (capped) return fail({ code: "too_large" });
  const pages = pagesOfEvents(ctx.readDb, where, { sort, until, size: PAGE_ROWS });
  const manifest = {
    madeAt: until.toISOString(),
    by: ctx.actor.id,
    request: ctx.request.id,
    rows,
    filter: made,
  };
  return ok({
    format,
    rows,
    chunks: format === "csv" ? asCsv(ctx, pages, manifest) : asProof(ctx, pages, until),
  });
}

/** The lines that the verifier reads without us. */
async function* asProof(
  ctx: UserCtx,
  pages: AsyncIterable<ExportedEvent[]>,
  madeAt: Date,
): AsyncGenerator<string> {
  let lines: string[] = [];
  for await (const line of exportProof(ctx, { seqs: seqsOf(pages) }, madeAt)) {
    lines.push(`${JSON.stringify(line)}\n`);
    if (lines.length < PROOF_LINES) continue;
    yield lines.join("");
    lines = [];
  }
  yield lines.join("");
}

async function* seqsOf(pages: AsyncIterable<ExportedEvent[]>): AsyncGenerator<number[]> {
  for await (const page of pages) yield page.map(({ seq }) => Number(seq));
}

const COLUMNS = [
  "event",
  "at",
  "actor_kind",
  "actor_id",
  "actor_name",
  "actor_role",
  "session",
  "address",
  "request",
  "action",
  "outcome",
  "entity_type",
  "entity_id",
  "detail",
  "hash",
] as const;

/** A line that says what this is, the events, and a line that shows the file to be whole. */
async function* asCsv(
  { readDb: db }: UserCtx,
  pages: AsyncIterable<ExportedEvent[]>,
  manifest: Record<string, unknown>,
): AsyncGenerator<string> {
  const sha256 = createHash("sha256");
  const told = (chunk: string) => {
    sha256.update(chunk);
    return chunk;
  };
  const names = new Map<string, string>();
  let rows = 0;
  yield told(
    CSV_START + csvLine([`# contraprova/audit-csv/1 ${JSON.stringify(manifest)}`]) + csvLine(COLUMNS),
  );
  for await (const page of pages) {
    const strange = page.flatMap(({ actorId }) => (actorId && !names.has(actorId) ? actorId : []));
    for (const [id, name] of await audit.namesOf(db, [...new Set(strange)])) names.set(id, name);
    rows += page.length;
    yield told(page.map((event) => csvLine(cellsOf(event, names))).join(""));
  }
  yield csvLine([`# end ${JSON.stringify({ rows, sha256: sha256.digest("hex") })}`]);
}

const cellsOf = (event: ExportedEvent, names: ReadonlyMap<string, string>) => [
  Number(event.seq),
  event.at.toISOString(),
  event.actorKind,
  event.actorId,
  (event.actorId && names.get(event.actorId)) || null,
  event.actorRole,
  event.sessionId,
  event.address,
  event.requestId,
  event.action,
  event.outcome,
  event.entityType,
  event.entityId,
  event.detail,
  event.hash,
];
