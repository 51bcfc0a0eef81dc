import { randomUUID } from "node:crypto";
import { auditProofResponse } from "#lib/entry/audit-files.ts";
import { leaseResponse } from "#lib/entry/case-lease.ts";
import { exportInput } from "#lib/features/audit/export-schema.ts";
import { startAuditExport } from "#lib/features/audit/exporting.ts";
import { takeProofOfEvent } from "#lib/features/audit/proving.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import { sealAll } from "#lib/features/audit/sealing.ts";
import { findPersonOfCpf, openSubjectAudit } from "#lib/features/audit/subjects.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { find } from "#lib/features/finding/service.ts";
import { readProcessPage } from "#lib/features/processes/page.ts";
import { lookUpProcess, refreshProcess } from "#lib/features/processes/service.ts";
import { findReferences } from "#lib/features/references/finding.ts";
import { mergeImports } from "#lib/features/references/import-merging.ts";
import { linkReference } from "#lib/features/references/linking.ts";
import { resolveSearch } from "#lib/features/subjects/search.ts";
import { newKey } from "#tests/rigs/audit/log.ts";
import { ctxFor, programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aCpf, aReference, aSubject } from "#tests/support/factories.ts";
import { aPerson } from "#tests/support/privacy.ts";
import { csvOf, send } from "#tests/support/references.ts";
import { type Acts, act, refusal } from "./act.ts";

const host = "contraprova.test";
const fromOurPage = new Request(`https://${host}/`, {
  method: "POST",
  headers: { host, origin: `https://${host}` },
});

/** What people look for and open: searches, processes, references, the log itself. */
export async function recordActs(world: World, ctx: UserCtx): Promise<Acts> {
  const { db } = world;
  const { id: subjectId, cpf } = await aSubject(db, { name: "Canária Zuleide Sintética" });
  // Who was met nowhere is found by nobody.
  await aCase(db, { subjectId });
  const processId = await (await aPerson(db)).lookedUpBy(ctx);
  const reference = await aReference(db);
  const support = await ctxFor(db, "support");
  const fileOf = () => csvOf(`${randomUUID()};${aCpf()};;;;;`);
  await send(world, await ctxFor(db, "manager"), fileOf());
  await recordAudit(db, ctx, { action: "case.note", entityType: "case", entityId: "1", detail: {} });
  await sealAll(db, ctx, newKey());
  const { seq } = await db.auditEvent.findFirstOrThrow({ orderBy: { seq: "asc" }, select: { seq: true } });
  const next = newKey();
  return {
    "a search by CPF": act(["subject.search"], () => resolveSearch(ctx, "case:read", { q: { cpf } })),
    "a search of everything by CPF": act(["subject.search"], () => find(ctx, { q: { cpf } })),
    "a look for a reference by CPF": act(["subject.search"], () => findReferences(ctx, cpf)),
    "who saw a person, by CPF": act(["subject.search"], () => findPersonOfCpf(ctx, cpf)),
    "who saw a person": act(["audit.subject"], () => openSubjectAudit(ctx, subjectId)),
    "an export of the log": act(["audit.export"], () =>
      startAuditExport(ctx, exportInput.parse({ format: "csv" })),
    ),
    "a proof of an event": act(["audit.proof"], () => takeProofOfEvent(ctx, Number(seq))),
    "a block under another key": act(["audit.key"], () => sealAll(db, ctx, next)),
    "a process": act(["process.view"], () => readProcessPage(ctx, processId)),
    // Unico is not there: that it was asked is told.
    "a look-up": refusal(["process.lookup"], () => lookUpProcess(ctx, { processId: randomUUID() })),
    "a look-up anew": refusal(["process.lookup"], () => refreshProcess(ctx, { processId: randomUUID() })),
    "whose a reference is": act(["reference.link"], () =>
      db.$transaction((tx) => linkReference(tx, ctx, reference.id, subjectId)),
    ),
    "a file of references": act(["reference.import"], () => send(world, ctx, fileOf())),
    "a file of references brought in": act(["reference.import_end"], () => mergeImports(programCtx(db))),
    "a file asked for by who may not": refusal(["access.refuse"], () =>
      auditProofResponse("1", { ctx: support, locale: "en" }),
    ),
    "a sign of life of a case by who may not": refusal(["access.refuse"], () =>
      leaseResponse(fromOurPage, "10001", { ctx: support, wordsOf: () => "" }),
    ),
  };
}
