import { randomUUID } from "node:crypto";
import type { UserCtx } from "#lib/features/context.ts";
import { readReverification } from "#lib/features/reverifications/reading.ts";
import {
  confirmWord,
  proposeWord,
  readAgain,
  rejectWord,
  withdrawWord,
} from "#lib/features/reverifications/reconciling.ts";
import { readSelfie } from "#lib/features/reverifications/selfies.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { ctxFor, testVault, type World } from "#tests/support/ctx.ts";
import { aReverification, aSubject } from "#tests/support/factories.ts";
import { aStart } from "#tests/support/reverifications.ts";
import { type Acts, act } from "./act.ts";

const note = "Searched by hour and person: nothing there.";
const UNKNOWN = {
  state: "unknown",
  failure: "unknown_timeout",
  outcome: null,
  fraudsters: null,
  biometry: null,
  liveness: null,
  httpStatus: null,
} as const;

/** A 1:1, its picture, and what two people say of one that nobody knows the end of. */
export async function reverificationActs({ db }: World, ctx: UserCtx): Promise<Acts> {
  const by = { startedById: ctx.actor.id };
  const { id: subjectId } = await aSubject(db, { name: "Canária Zuleide Sintética" });
  const known = await aReverification(db, { ...by, subjectId });
  const selfieKey = `selfies/${known.id}`;
  const picture = testVault.seal(
    { table: "reverification", row: known.id, column: "selfie" },
    "canary picture",
  );
  await ctx.storage.put(selfieKey, Buffer.from(picture));
  await db.reverification.update({ where: { id: known.id }, data: { selfieKey }, select: { id: true } });
  const unknown = await aReverification(db, { ...by, ...UNKNOWN, unicoProcessId: randomUUID() });
  const lost = () => aReverification(db, { ...by, ...UNKNOWN, unicoProcessId: null });
  const silent = await lost();
  const colleague = await ctxFor(db, "analyst");
  const wordOf = async (speaker: UserCtx) => {
    const { id } = await lost();
    await proposeWord(speaker, { id, says: "absent", unicoProcessId: "", note });
    const { id: reconciliationId } = await db.reconciliation.findFirstOrThrow({
      where: { reverificationId: id },
    });
    return { reconciliationId };
  };
  const [confirmed, rejected, own] = [await wordOf(colleague), await wordOf(colleague), await wordOf(ctx)];
  const start = await aStart();
  return {
    "a re-verification": act(["reverification.view"], () => readReverification(ctx, known.id)),
    "a selfie": act(["selfie.view"], () => readSelfie(ctx, known.id)),
    "a start": act(["reverification.start", "reference.add"], () => startReverification(ctx, start)),
    "reading again": act(["reverification.read"], () => readAgain(ctx, { id: unknown.id })),
    "a word of the portal": act(["reverification.propose"], () =>
      proposeWord(ctx, { id: silent.id, says: "absent", unicoProcessId: "", note }),
    ),
    "a word confirmed": act(["reverification.reconcile", "reverification.settle"], () =>
      confirmWord(ctx, confirmed),
    ),
    "a word rejected": act(["reverification.reject_word"], () => rejectWord(ctx, rejected)),
    "a word withdrawn": act(["reverification.withdraw_word"], () => withdrawWord(ctx, own)),
  };
}
