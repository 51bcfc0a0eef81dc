import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isDatabaseTrouble } from "#lib/db/trouble.ts";
import { savePreferences } from "#lib/features/accounts/service.ts";
import { endOwnSession } from "#lib/features/accounts/sessions.ts";
import { signIn } from "#lib/features/accounts/signing-in.ts";
import { exportInput } from "#lib/features/audit/export-schema.ts";
import { startAuditExport } from "#lib/features/audit/exporting.ts";
import { findPersonOfCpf, openSubjectAudit } from "#lib/features/audit/subjects.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { addNote, decideCase, releaseCase, takeCase, takeNextCase } from "#lib/features/cases/service.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { auditProbe, isAuditWritable } from "#lib/features/health/audit-writable.ts";
import { readReadiness } from "#lib/features/health/service.ts";
import { receiveNotice } from "#lib/features/notices/service.ts";
import { lookUpProcess, refreshProcess } from "#lib/features/processes/service.ts";
import { findReferences } from "#lib/features/references/finding.ts";
import { revealField } from "#lib/features/revealing/service.ts";
import { readReverification } from "#lib/features/reverifications/reading.ts";
import { proposeWord, readAgain } from "#lib/features/reverifications/reconciling.ts";
import { readSelfie } from "#lib/features/reverifications/selfies.ts";
import { startReverification } from "#lib/features/reverifications/service.ts";
import { resolveSearch } from "#lib/features/subjects/search.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { BREAKAGES } from "#tests/support/breaking-audit.ts";
import { ctxFor, openWorld, testVault, unicoWith, type World } from "#tests/support/ctx.ts";
import { aCase, aReference, aReverification, aSubject } from "#tests/support/factories.ts";
import { aStart } from "#tests/support/reverifications.ts";

const NAME = "Canária Zuleide Sintética";
const NOTE = "Long enough to be taken as a note.";
let world: World;
let ctx: UserCtx;
let calls = 0;
let canaries: string[];
let SERVICES: Record<string, () => Promise<unknown>>;

const called = async () => {
  calls += 1;
  return {
    ok: false as const,
    failure: { kind: "not_sent" as const, why: "unreachable" as const, attempts: [] },
  };
};

beforeAll(async () => {
  world = await openWorld();
  const { db } = world;
  const unico = unicoWith({ createProcess: called, readValidation: called, readProcess: called });
  ctx = await ctxFor(db, "manager", { unico });
  const { id: subjectId, cpf } = await aSubject(db, { name: NAME });
  canaries = [cpf, NAME];
  const by = { startedById: ctx.actor.id, subjectId };
  const reference = await aReference(db, { subjectId });
  const known = await aReverification(db, by);
  const selfieKey = `selfies/${known.id}`;
  const place = { table: "reverification", row: known.id, column: "selfie" };
  const picture = testVault.seal(place, "canary picture");
  await ctx.storage.put(selfieKey, Buffer.from(picture));
  await db.reverification.update({ where: { id: known.id }, data: { selfieKey }, select: { id: true } });
  const ended = {
    state: "unknown",
    failure: "unknown_timeout",
    outcome: null,
    fraudsters: null,
    biometry: null,
  } as const;
  const unsure = { ...by, ...ended, liveness: null, httpStatus: null };
  const unknown = await aReverification(db, { ...unsure, unicoProcessId: randomUUID() });
  const lost = await aReverification(db, { ...unsure, unicoProcessId: null });
  const open = await aCase(db, { subjectId });
  // Nobody works on it: it is the next one.
  await aCase(db, { dueAt: new Date(0) });
  const taken = await aCase(db, {
    rule: "different_person",
    subjectId,
    status: "in_review",
    assigneeId: ctx.actor.id,
    leaseUntil: new Date(Date.now() + 600_000),
  });
  const own = await db.session.create({ data: { userId: ctx.actor.id }, select: { id: true } });
  const version = 1;
  SERVICES = {
    "a case": () => readCase(ctx, open.number),
    "a re-verification": () => readReverification(ctx, known.id),
    "a selfie": () => readSelfie(ctx, known.id),
    "a search by CPF": () => resolveSearch(ctx, "case:read", { q: { cpf } }),
    "a look for a reference by CPF": () => findReferences(ctx, cpf),
    "who saw a person, by CPF": () => findPersonOfCpf(ctx, cpf),
    "who saw a person": () => openSubjectAudit(ctx, subjectId),
    "an export of the log": () => startAuditExport(ctx, exportInput.parse({ format: "csv" })),
    "a reveal": () =>
      revealField(ctx, {
        field: "cpf",
        place: "case",
        record: String(open.number),
        reason: "confirm_identity",
      }),
    "a look-up": () => lookUpProcess(ctx, { processId: randomUUID() }),
    "a look-up anew": () => refreshProcess(ctx, { processId: randomUUID() }),
    "reading again": () => readAgain(ctx, { id: unknown.id }),
    "a start": async () => startReverification(ctx, await aStart({ referenceId: reference.id })),
    "taking a case": () => takeCase(ctx, { number: open.number, version }),
    "taking the next case": () => takeNextCase(ctx),
    "releasing a case": () => releaseCase(ctx, { number: taken.number, version }),
    "a note": () => addNote(ctx, { number: open.number, note: NOTE }),
    "a decision": () =>
      decideCase(ctx, {
        number: taken.number,
        version,
        decision: "inconclusive",
        reasons: ["faces_differ"],
        note: NOTE,
      }),
    "a flag": () => flagCase(ctx, { reverificationId: known.id, note: NOTE }),
    "a word of the portal": () =>
      proposeWord(ctx, { id: lost.id, says: "absent", unicoProcessId: "", note: NOTE }),
    preferences: () => savePreferences(ctx, { locale: "en" } as Parameters<typeof savePreferences>[1]),
    "an end of a session": () => endOwnSession(ctx, own.id, "ended_elsewhere"),
    "a sign-in": () => signIn(ctx, { email: `nobody-${randomUUID()}@x.test`, password: "wrong" }, null),
    "a notice": () =>
      receiveNotice(ctx, { processId: unknown.id, state: "x", lastEvent: randomUUID() } as Parameters<
        typeof receiveNotice
      >[1]),
  };
});
afterAll(() => world.end());

/** What nothing may change while it cannot be told. */
const TABLES = [
  "app_user",
  "session",
  '"case"',
  "case_event",
  "reverification",
  "reverification_attempt",
  "reconciliation",
  "subject",
  "audit_event",
  "unico_notice",
];
const sums = () =>
  withClient(world.url, async (client) => {
    const all: string[] = [];
    for (const table of TABLES) {
      const sum = `SELECT count(*) || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS sum FROM ${table} AS t`;
      all.push(`${table} ${(await client.query(sum)).rows[0].sum}`);
    }
    return all;
  });

const endOf = (run: () => Promise<unknown>) =>
  run().then(
    (value) => ({ value, error: null }),
    (error: unknown) => ({ value: null, error }),
  );

describe.each(Object.entries(BREAKAGES))("when %s", (_, spoil) => {
  it("every sensitive read and write is refused, nothing is told or changed, and Unico is not asked", async () => {
    const before = await sums();
    calls = 0;
    const mend = await spoil(world.url);
    const ends = await Promise.all(
      Object.entries(SERVICES).map(async ([name, run]) => ({ name, ...(await endOf(run)) })),
    );
    const isReady = await isAuditWritable(world.db);
    await mend();
    const served = ends.filter(({ error }) => !isDatabaseTrouble(error));
    expect(
      served.map(({ name, value, error }) => `${name}: ${JSON.stringify(value)} ${String(error)}`),
    ).toEqual([]);
    const told = ends.map(({ error }) => String(error)).join(" ");
    for (const canary of canaries) expect(told).not.toContain(canary);
    expect(await sums()).toEqual(before);
    expect(calls).toBe(0);
    expect(isReady).toBe(false);
  });

  it("all goes on by itself once it is mended", async () => {
    expect(await readReadiness(world.db)).toEqual({ database: "up", migrations: "done", audit: "writable" });
    const ends = await Promise.all(
      ["a case", "a re-verification", "who saw a person", "a search by CPF"].map((name) =>
        endOf(SERVICES[name] ?? (() => Promise.reject(new Error(name)))),
      ),
    );
    expect(ends.map(({ error }) => error)).toEqual([null, null, null, null]);
  });
});

describe("the probe of readiness", () => {
  it("leaves no event, and asks again within seconds", async () => {
    const before = await world.db.auditEvent.count();
    let [at, asked] = [0, 0];
    const counted = {
      $transaction: ((...given: Parameters<typeof world.db.$transaction>) => {
        asked += 1;
        return world.db.$transaction(...given);
      }) as typeof world.db.$transaction,
    };
    const probe = auditProbe(counted, () => at);
    expect(await Promise.all([probe(), probe(), probe()])).toEqual([true, true, true]);
    expect(asked).toBe(1);
    at += 9_000;
    expect(await probe()).toBe(true);
    expect(asked).toBe(2);
    expect(await world.db.auditEvent.count()).toBe(before);
  });
});
