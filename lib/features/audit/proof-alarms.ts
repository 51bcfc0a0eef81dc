import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import type { Db } from "#lib/db/client.ts";
import type { Ctx, UserCtx } from "#lib/features/context.ts";
import { proofState, readProofFacts } from "./proof-state.ts";
import { alarmsOf, nameOfAlarm, type ProofAlarm } from "./proof-state-rules.ts";
import type { ProofState } from "./proof-types.ts";
import { recordAudit } from "./record.ts";

/** Trouble that comes back within this time is the one of before. */
export const OVER_AFTER_S = 600;

/** An alarm as a page shows it; `event` is the one to begin looking at. */
export type ShownAlarm = ProofAlarm & { readonly event: number | null };

/** What is wrong with the proof right now, also where no worker runs to tell of it. */
export async function readProofAlarms(ctx: Pick<UserCtx, "actor" | "db" | "now">) {
  return (await readLastCheck(ctx)).alarms;
}

/** The same with how the last check of the log ended. */
export async function readLastCheck({ actor, db, now }: Pick<UserCtx, "actor" | "db" | "now">) {
  assertCan(actor, "audit:read");
  const facts = await readProofFacts(db);
  return { lastCheck: facts.lastCheck, alarms: await shownAlarms(db, facts, now()) };
}
export type LastCheck = Awaited<ReturnType<typeof readLastCheck>>["lastCheck"];

/** The same beside the whole state, read once. */
export async function readProof(ctx: Pick<UserCtx, "actor" | "db" | "now">) {
  const state = await proofState(ctx);
  return { state, alarms: await shownAlarms(ctx.db, state, ctx.now()) };
}
export type ShownProof = Awaited<ReturnType<typeof readProof>>;

async function shownAlarms(db: Db, facts: Omit<ProofState, "archived">, now: Date): Promise<ShownAlarm[]> {
  const alarms = alarmsOf(facts, now);
  if (alarms.length === 0) return [];
  const raised = await db.raisedAlert.findMany({ where: { what: { in: alarms.map(nameOfAlarm) } } });
  return alarms.map((alarm) => ({
    ...alarm,
    // Checks find the same place again and again: what counts is when it was found first.
    since: (alarm.bad && raised.find(({ what }) => what === nameOfAlarm(alarm))?.raisedAt) ?? alarm.since,
    event: alarm.bad ? (facts.lastCheck?.badEvent ?? null) : null,
  }));
}

/** Tells the log of each trouble once when it begins and once when it is over, whichever process sees it. */
export async function raiseProofAlarms(ctx: Pick<Ctx, "actor" | "db" | "now" | "request">): Promise<void> {
  const alarms = alarmsOf(await readProofFacts(ctx.db), ctx.now());
  await ctx.db.$transaction(async (tx) => {
    const tell = (detail: Record<string, string | number | boolean | null>, outcome: "done" | "failed") =>
      recordAudit(tx, ctx, { action: "audit.alarm", entityType: "audit", entityId: null, detail }, outcome);
    for (const alarm of alarms) {
      const [row] = await tx.$queryRaw<{ isNew: boolean }[]>`
        INSERT INTO raised_alert AS a (what) VALUES (${nameOfAlarm(alarm)})
        ON CONFLICT (what) DO UPDATE SET seen_at = clock_timestamp()
        RETURNING old.what IS NULL AS "isNew"`;
      if (row?.isNew) await tell({ alarm: alarm.kind, over: false, ...alarm.bad }, "failed");
    }
    const over = await tx.$queryRaw<{ what: string }[]>`
      DELETE FROM raised_alert WHERE starts_with(what, 'audit.')
        AND seen_at <= clock_timestamp() - make_interval(secs => ${OVER_AFTER_S})
      RETURNING what`;
    for (const { what } of over) await tell({ alarm: what.split(".")[1] ?? what, over: true }, "done");
  });
}
