import type { UserCtx } from "#lib/features/context.ts";
import { proposeWord } from "#lib/features/reverifications/reconciling.ts";
import type { ProposeInput } from "#lib/features/reverifications/reconciling-schema.ts";
import type { Unico } from "#lib/unico/client.ts";
import { ctxFor, openWorld, unicoWith } from "./ctx.ts";
import { aReverification } from "./factories.ts";
import { answered } from "./reverifications.ts";

export const NOTE = "Searched by hour and person: nothing there.";
const UNKNOWN = {
  state: "unknown",
  failure: "unknown_timeout",
  unicoProcessId: null,
  outcome: null,
  fraudsters: null,
  biometry: null,
  liveness: null,
  httpStatus: null,
} as const;

export const asking = (ctx: UserCtx, readValidation: Unico["readValidation"]): UserCtx => ({
  ...ctx,
  unico: unicoWith({ readValidation }),
});
/** Unico answers whatever is asked for with this. */
export const answering = (ctx: UserCtx, wire: object) => asking(ctx, async (id) => answered({ id, ...wire }));

/** Two analysts before re-verifications that nobody knows the end of. */
export async function openDesk() {
  const world = await openWorld();
  const { db } = world;
  const [first, second] = [await ctxFor(db, "analyst"), await ctxFor(db, "analyst")];
  const rowOf = (id: string) =>
    db.reverification.findUniqueOrThrow({
      where: { id },
      include: { words: { orderBy: { proposedAt: "asc" } }, opened: true },
    });
  const anUnknown = (overrides: object = {}) =>
    aReverification(db, { startedById: first.actor.id, ...UNKNOWN, ...overrides });
  const propose = (id: string, input: Partial<ProposeInput> = {}, ctx = first) =>
    proposeWord(ctx, { id, says: "absent", unicoProcessId: "", note: NOTE, ...input });
  /** The id of the word that is open. */
  const openOf = async (id: string) => {
    const word = (await rowOf(id)).words.find(({ ending }) => ending === null);
    if (!word) throw new Error("no open word");
    return word.id;
  };
  return {
    db,
    first,
    second,
    rowOf,
    anUnknown,
    propose,
    openOf,
    /** An unknown one of which the first analyst has said something. */
    async aProposed(input: Partial<ProposeInput> = {}, row: object = {}) {
      const { id } = await anUnknown(row);
      await propose(id, input);
      return { id, reconciliationId: await openOf(id) };
    },
    /** What the log tells of it, but for who looked. */
    async actionsOf(id: string) {
      const events = await db.auditEvent.findMany({
        where: { entityId: id },
        select: { action: true, actorId: true, detail: true, outcome: true },
        orderBy: { seq: "asc" },
      });
      return events.filter(({ action }) => action !== "reverification.view");
    },
    close: () => world.end(),
  };
}
export type Desk = Awaited<ReturnType<typeof openDesk>>;
