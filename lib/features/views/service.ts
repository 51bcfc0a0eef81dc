import "server-only";
import { assertCan, can, type Permission } from "#lib/auth/roles.ts";
import { Prisma } from "#lib/db/generated/client.ts";
import type { AuditEntry } from "#lib/features/audit/catalogue.ts";
import { recordAudit } from "#lib/features/audit/record.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { fail, ok, type Result } from "#lib/result.ts";
import type { Params } from "#lib/table/address.ts";
import * as kept from "./repository.ts";
import { isUsable, keptFilter, mayChange, paramsIn, VIEWS_MAX } from "./rules.ts";
import type {
  ArrangeInput,
  Density,
  ListName,
  NewView,
  ViewChange,
  ViewChoice,
  ViewRemoval,
} from "./schema.ts";

/** Whoever reads a list arranges it and keeps filters of it. */
const READS: Record<ListName, Permission> = {
  cases: "case:read",
  reverifications: "reverification:read",
  processes: "process:lookup",
  references: "reference:read",
  exports: "export:create",
  audit: "audit:read",
  users: "user:manage",
};
/** What is shared with everybody comes from whoever hands out the work; the list of people from who looks after it. */
const leadsOn = (list: ListName): Permission => (list === "users" ? "user:manage" : "case:assign");

export type Arrangement = { columns: readonly string[]; density: Density };
export type SavedView = {
  id: string;
  name: string;
  isShared: boolean;
  mayChange: boolean;
  opensFirst: boolean;
  /** As an address holds it. */
  params: Params;
};
export type ViewFailure = { code: "view_unknown" | "view_name_taken" | "views_full" };
type Done = Result<{ id: string }, ViewFailure>;

export async function saveArrangement(ctx: UserCtx, { list, act, ...input }: ArrangeInput): Promise<void> {
  assertCan(ctx.actor, READS[list]);
  const { columns, density } = act === "reset" ? { columns: [], density: "compact" as const } : input;
  await ctx.db.$transaction(async (tx) => {
    await kept.setPreference(tx, ctx.actor.id, list, { columns, density });
    const detail = { list, columns, density };
    await recordAudit(tx, ctx, {
      action: "list.arrange",
      entityType: "user",
      entityId: ctx.actor.id,
      detail,
    });
  });
}

/** The views that this person may use, and how they have the list drawn. */
export async function readList(
  ctx: UserCtx,
  list: ListName,
): Promise<{ arrangement: Arrangement; views: SavedView[]; mayShare: boolean }> {
  const isMasked = assertCan(ctx.actor, READS[list]) === "masked";
  const [preference, found] = await Promise.all([
    kept.findPreference(ctx.db, ctx.actor.id, list),
    kept.listViews(ctx.db, ctx.actor.id, list),
  ]);
  const who = whoOf(ctx, list);
  const views = found.map((view) => ({
    id: view.id,
    name: view.name,
    isShared: view.isShared,
    mayChange: mayChange(view, who),
    opensFirst: view.id === preference?.viewId,
    params: paramsIn(view.filter),
  }));
  return {
    arrangement: { columns: preference?.columns ?? [], density: preference?.density ?? "compact" },
    views: views.filter(({ params }) => isUsable(list, params, isMasked)),
    mayShare: who.leads,
  };
}

const whoOf = ({ actor }: UserCtx, list: ListName) => ({ id: actor.id, leads: can(actor, leadsOn(list)) });

type Action = Extract<AuditEntry["action"], `view.${string}`>;
const entryOf = (action: Action, id: string, detail: Record<string, string | boolean | number>) =>
  ({ action, entityType: "view", entityId: id, detail }) as const;

/** Keeps what the list is narrowed by under a name. */
export async function createView(ctx: UserCtx, { list, name, state, shared, opens }: NewView): Promise<Done> {
  const isMasked = assertCan(ctx.actor, READS[list]) === "masked";
  if (shared) assertCan(ctx.actor, leadsOn(list));
  const filter = keptFilter(list, state, isMasked);
  return orTaken(() =>
    ctx.db.$transaction(async (tx) => {
      const ownerId = ctx.actor.id;
      const there = await kept.countViews(tx, list, shared ? { isShared: true } : { ownerId });
      if (there >= VIEWS_MAX) return fail({ code: "views_full" });
      const { id } = await kept.insertView(tx, { list, ownerId, name, isShared: shared, filter });
      if (opens) await kept.setPreference(tx, ownerId, list, { viewId: id });
      const detail = { list, shared, opens, filters: Object.keys(filter).length };
      await recordAudit(tx, ctx, entryOf("view.create", id, detail));
      return ok({ id });
    }),
  );
}

/** Another name, or what the list is narrowed by now. */
export async function changeView(ctx: UserCtx, change: ViewChange): Promise<Done> {
  const { list, id, act } = change;
  const isMasked = assertCan(ctx.actor, READS[list]) === "masked";
  const data =
    change.act === "rename" ? { name: change.name } : { filter: keptFilter(list, change.state, isMasked) };
  return orTaken(() =>
    ctx.db.$transaction(async (tx) => {
      const found = await kept.findView(tx, ctx.actor.id, list, id);
      if (!found || !mayChange(found, whoOf(ctx, list))) return fail({ code: "view_unknown" });
      await kept.updateView(tx, id, data);
      await recordAudit(tx, ctx, entryOf("view.change", id, { list, act, shared: found.isShared }));
      return ok({ id });
    }),
  );
}

/** Opens this one, or the list's own, when the list is asked for bare. */
export async function chooseView(ctx: UserCtx, { list, id, act }: ViewChoice): Promise<Done> {
  assertCan(ctx.actor, READS[list]);
  return ctx.db.$transaction(async (tx) => {
    if (!(await kept.findView(tx, ctx.actor.id, list, id))) return fail({ code: "view_unknown" });
    await kept.setPreference(tx, ctx.actor.id, list, { viewId: act === "open_first" ? id : null });
    await recordAudit(tx, ctx, entryOf("view.choose", id, { list, act }));
    return ok({ id });
  });
}

/** Whoever opened the list with it gets the list's own again. */
export async function removeView(ctx: UserCtx, { list, id }: ViewRemoval): Promise<Done> {
  assertCan(ctx.actor, READS[list]);
  return ctx.db.$transaction(async (tx) => {
    const found = await kept.findView(tx, ctx.actor.id, list, id);
    if (!found || !mayChange(found, whoOf(ctx, list))) return fail({ code: "view_unknown" });
    await kept.removeView(tx, id);
    await recordAudit(tx, ctx, entryOf("view.remove", id, { list, shared: found.isShared }));
    return ok({ id });
  });
}

async function orTaken(run: () => Promise<Done>): Promise<Done> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
    return fail({ code: "view_name_taken" });
  }
}
