import "server-only";
import { assertCan } from "#lib/auth/roles.ts";
import { isDatabaseTrouble, troubleCode } from "#lib/db/trouble.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { type TooMany, takeOwnLimit } from "#lib/features/limits/limits.ts";
import { listSubsidiaries } from "#lib/features/subsidiaries/repository.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import { type DryRun, dryRun } from "./dry-run.ts";
import * as versions from "./repository.ts";
import { rulesSchema, type TriageRules } from "./schema.ts";

const VERSIONS_SHOWN = 20;

/** Somebody saved a newer version than the one that a form was drawn from. */
export type Stale = { code: "stale"; number: number; by: string; at: Date };
/** Rules are of the whole company: whoever sees some branches only cannot tell what a change does. */
export type Limited = { code: "limited" };

/** The database stopped counting, as it does with everything that takes too long. */
export type TooLong = { code: "too_long" };
/** PostgreSQL's `query_canceled`. */
const CANCELLED = "57014";

const isLimited = ({ actor }: UserCtx): boolean => actor.scope !== null;

/** A version with its rules as they are now understood. */
const read = <V extends { rules: unknown }>(version: V): Omit<V, "rules"> & { rules: TriageRules } => ({
  ...version,
  rules: rulesSchema.parse(version.rules),
});

/** The rules in force, and a page of the versions before, newest first. */
export async function readTriage(ctx: UserCtx, { before }: { before: number | null }) {
  assertCan(ctx.actor, "triage:edit");
  const [newest, listed, subsidiaries] = await Promise.all([
    versions.findNewest(ctx.programDb),
    versions.listVersions(ctx.programDb, before, VERSIONS_SHOWN + 1),
    listSubsidiaries(ctx.db, ctx.actor),
  ]);
  return {
    inForce: read(newest),
    versions: listed.slice(0, VERSIONS_SHOWN).map(read),
    hasOlder: listed.length > VERSIONS_SHOWN,
    subsidiaries,
    isLimited: isLimited(ctx),
  };
}

export type Tried = { found: DryRun; subsidiaries: { id: string; name: string }[] };

/** What rules would have done in the last days, and the branches that they may name; nothing is changed. */
export async function tryTriage(
  ctx: UserCtx,
  rules: TriageRules,
): Promise<Result<Tried, TooMany | Limited | TooLong>> {
  assertCan(ctx.actor, "triage:edit");
  if (isLimited(ctx)) return fail({ code: "limited" });
  const taken = await takeOwnLimit(ctx, "dry_run");
  if (!taken.ok) return taken;
  try {
    const found = await dryRun(ctx.readDb, rules, ctx.now());
    return ok({ found, subsidiaries: await listSubsidiaries(ctx.db, ctx.actor) });
  } catch (error) {
    if (!isDatabaseTrouble(error) || troubleCode(error) !== CANCELLED) throw error;
    return fail({ code: "too_long" });
  }
}

type Save = { after: number; rules: TriageRules; note: string };

/** Saves rules as the next version, in force from the next signal on; a form drawn before another's save is refused. */
export async function saveTriage(
  ctx: UserCtx,
  save: Save,
): Promise<Result<{ number: number }, Stale | Limited>> {
  assertCan(ctx.actor, "triage:edit");
  return isLimited(ctx) ? fail({ code: "limited" }) : addVersion(ctx, { ...save, takenFrom: null });
}

/** Takes up the rules of an older version again, as a new one. */
export async function retakeTriage(
  ctx: UserCtx,
  { number, after, note }: { number: number; after: number; note: string },
): Promise<Result<{ number: number }, Stale | Limited | { code: "unknown_version" }>> {
  assertCan(ctx.actor, "triage:edit");
  if (isLimited(ctx)) return fail({ code: "limited" });
  const older = await versions.findVersion(ctx.programDb, number);
  if (!older || number >= after) return fail({ code: "unknown_version" });
  return addVersion(ctx, { after, rules: rulesSchema.parse(older.rules), note, takenFrom: number });
}

async function addVersion(
  ctx: UserCtx,
  { after, rules, note, takenFrom }: Save & { takenFrom: number | null },
): Promise<Result<{ number: number }, Stale>> {
  const version = { after, rules, note, takenFrom, createdById: ctx.actor.id, createdAt: ctx.now() };
  return ctx.programDb.$transaction(async (tx) => {
    const number = await versions.insertVersion(tx, version);
    const before = number === null ? await versions.findNewest(tx) : await versions.findVersion(tx, after);
    if (number === null || !before) return fail(staleOf(before ?? (await versions.findNewest(tx))));
    await recordAudit(tx, ctx, {
      action: "triage.change",
      entityType: "triage",
      entityId: String(number),
      detail: {
        before: { version: after, ...countsOf(rulesSchema.parse(before.rules)) },
        after: { version: number, ...countsOf(rules) },
        ...(takenFrom === null ? {} : { takenFrom }),
      },
    });
    return ok({ number });
  });
}

type Newest = Awaited<ReturnType<typeof versions.findNewest>>;

const staleOf = ({ number, createdBy, createdAt }: Newest): Stale => ({
  code: "stale",
  number,
  by: createdBy?.name ?? "",
  at: createdAt,
});

const countsOf = (rules: TriageRules) => ({
  rules: rules.length,
  off: rules.filter(({ isOn }) => !isOn).length,
  keys: rules.map(({ key }) => key).join(","),
});
