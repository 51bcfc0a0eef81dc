import { randomUUID } from "node:crypto";
import type { Database } from "#lib/db/client.ts";
import { letHeapGrow } from "#lib/entry/heap.ts";
import { services } from "#lib/entry/services.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { startInput } from "#lib/features/reverifications/schema.ts";
import { beginReverification } from "#lib/features/reverifications/service.ts";
import type { Ground } from "#tests/rigs/ground.ts";
import { aCameraPicture } from "#tests/rigs/pictures.ts";
import { referenceOf } from "#tests/rigs/reference.ts";

const PEOPLE = 64;

/** Nobody starts fifty at once: what counts each person's waits for nobody else's. */
async function hire(db: Database): Promise<string[]> {
  const hired = await db.user.createManyAndReturn({
    data: Array.from({ length: PEOPLE }, (_, place) => ({
      email: `rig-${place}@contraprova.test`,
      name: "Pessoa Sintética",
      role: "analyst" as const,
    })),
    select: { id: true },
  });
  return hired.map(({ id }) => id);
}

/** The program's own way, from what the action hands to the service until the answer is recorded. */
export async function openProgram({ analyst }: Ground) {
  letHeapGrow();
  const ctx: UserCtx = {
    ...services({ id: randomUUID(), address: "127.0.0.1" }),
    actor: { kind: "user", name: "Pessoa Sintética", role: "analyst", scope: null, ...analyst },
  };
  const people = await hire(ctx.db);
  const acknowledgedMs: number[] = [];
  let lastCopy: Promise<void> = Promise.resolve();
  return {
    /** How long it took each time until the intent was committed, which is when a person goes on. */
    acknowledgedMs,
    async prepare(index: number) {
      const bytes = new Uint8Array(await aCameraPicture());
      const input = startInput.parse({
        idempotencyKey: randomUUID(),
        referenceId: referenceOf(index),
        selfie: new File([bytes], "selfie.jpg", { type: "image/jpeg" }),
      });
      const id = people[index % people.length] ?? analyst.id;
      return async () => {
        const startedMs = performance.now();
        const begun = await beginReverification({ ...ctx, actor: { ...ctx.actor, id } }, input);
        if (!begun.ok) throw new Error(`the start was refused: ${begun.failure.code}`);
        acknowledgedMs.push(performance.now() - startedMs);
        lastCopy = begun.value.kept;
        await begun.value.settled;
      };
    },
    /** How many ended in each state. */
    states: async () => {
      const groups = await ctx.db.reverification.groupBy({ by: ["state"], _count: { _all: true } });
      return Object.fromEntries(groups.map(({ state, _count }) => [state, _count._all]));
    },
    async close() {
      // Copies are made one after the other: the last one ends last.
      await lastCopy;
      await ctx.sender.leave();
      await ctx.unico.close();
      await ctx.db.$disconnect();
    },
  };
}
