import { openExportRows } from "#lib/db/export-rows.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { askExport } from "#lib/features/exports/asking.ts";
import { downloadExport } from "#lib/features/exports/downloading.ts";
import { askInput } from "#lib/features/exports/schema.ts";
import { programCtx, type World } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { wholeOf } from "#tests/support/storage-contract.ts";

export const ask = (ctx: UserCtx, given: Record<string, unknown>) =>
  askExport(ctx, askInput.parse({ list: "cases", ...given }), "en");

/** The id of what was asked for; a refusal has none. */
export async function asked(ctx: UserCtx, given: Record<string, unknown> = {}): Promise<string> {
  const done = await ask(ctx, given);
  if (!done.ok) throw new Error(done.failure.code);
  return done.value.id;
}

/** What tests of exports do again and again, in a world that is opened later. */
export function exportsOver(world: () => World) {
  const rows = () => openExportRows(world().url);
  return {
    rows,
    program: (ctx: UserCtx) => ({ ...programCtx(world().db, { storage: ctx.storage }), rows: rows() }),
    async downloaded(ctx: UserCtx, id: string): Promise<Buffer> {
      const found = await downloadExport({ ...ctx, rows: rows() }, id);
      if (!found.ok) throw new Error(found.failure.code);
      return wholeOf(found.value.pieces);
    },
    /** Turns a small one into a job, as a large one is. */
    async queued(ctx: UserCtx, given: Record<string, unknown>): Promise<string> {
      const id = await asked(ctx, given);
      await world().db.export.update({ where: { id }, data: { direct: false, state: "queued" } });
      return id;
    },
    async eventsOf(id: string) {
      const events = await world().db.auditEvent.findMany({
        where: { entityType: "export", entityId: id },
        orderBy: { seq: "asc" },
        select: { action: true, outcome: true, detail: true },
      });
      return events.map((event) => ({ ...event, detail: event.detail as Record<string, unknown> }));
    },
    /** Cases of a branch of their own, so that each test has its own rows. */
    async someCases(count: number, given: Parameters<typeof aCase>[1] = {}, name = '=José; "Zé"') {
      const { db } = world();
      const { id: subsidiaryId } = await db.subsidiary.create({
        data: { id: crypto.randomUUID(), name: `Filial ${crypto.randomUUID()}` },
      });
      const people = [];
      const numbers: number[] = [];
      for (let i = 0; i < count; i += 1) {
        const person = await aSubject(db, { name });
        people.push(person);
        const made = await aCase(db, {
          subjectId: person.id,
          subsidiaryId,
          score: -12.5,
          openedAt: new Date(Date.UTC(2026, 10, 22, 10, 31, i)),
          ...given,
        });
        numbers.push(made.number);
      }
      return { state: `subsidiary=${subsidiaryId}&sort=-number`, subsidiaryId, people, numbers };
    },
  };
}
