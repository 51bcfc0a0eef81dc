import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import type { Tx } from "#lib/db/client.ts";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { listHandedOver } from "#lib/features/cases/handed-over.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { listOwnRecent, readProcessPage } from "#lib/features/processes/page.ts";
import { lookUpProcess, refreshProcess } from "#lib/features/processes/service.ts";
import { listProcesses } from "#lib/features/processes/table.ts";
import { type ProcessFilter, processFilter } from "#lib/features/processes/table-schema.ts";
import { runRetention } from "#lib/features/retention/running.ts";
import { mayReveal } from "#lib/features/revealing/service.ts";
import { resolveSearch, searchInput } from "#lib/features/subjects/search.ts";
import { saveTriage } from "#lib/features/triage/service.ts";
import { withClient } from "#lib/postgres/embedded.ts";
import { maskCpf } from "#lib/privacy/mask.ts";
import { fail, ok } from "#lib/result.ts";
import { readAddress } from "#lib/table/address.ts";
import type { Unico } from "#lib/unico/client.ts";
import type { ReadTrouble } from "#lib/unico/failures.ts";
import { idCheckProcessSchema } from "#lib/unico/process-schema.ts";
import { readAnswer } from "#lib/unico/schemas.ts";
import { ctxFor, openWorld, programCtx, testVault, unicoWith, type World } from "#tests/support/ctx.ts";
import { aCpf } from "#tests/support/factories.ts";
import { aRule, ownKey } from "#tests/support/triage.ts";

let world: World;
let support: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  support = await ctxFor(world.db, "support");
});
afterAll(() => world.end());

type Facts = Partial<Record<"state" | "result" | "liveness" | "authentication" | "alert", string>> & {
  id?: string;
  cpf?: string;
  name?: string;
  score?: number;
  authenticationId?: string;
  person?: object;
};

/** A wire document, of a live holder who finished unless told otherwise. */
function aDocument(facts: Facts = {}) {
  const id = facts.id ?? randomUUID();
  const cpf = facts.cpf ?? aCpf();
  const raw = JSON.stringify({
    process: {
      id,
      flow: "idcheck",
      state: `PROCESS_STATE_${facts.state ?? "FINISHED"}`,
      result: `PROCESS_RESULT_${facts.result ?? "OK"}`,
      userRedirectUrl: `https://cadastro.uat.unico.app/process/${id}`,
      person: facts.person ?? {
        duiType: "DUI_TYPE_BR_CPF",
        duiValue: cpf,
        friendlyName: facts.name ?? "Zilda Sintética Prado",
        email: "zilda@example.com",
        phone: "+55 11 91234-5678",
      },
      authenticationInfo: {
        authenticationResult: `AUTHENTICATION_RESULT_${facts.authentication ?? "POSITIVE"}`,
        livenessResult: `LIVENESS_RESULT_${facts.liveness ?? "LIVE"}`,
        identityFraudstersResult: `TRUST_RESULT_${facts.alert ?? "INCONCLUSIVE"}`,
        authenticationId: facts.authenticationId ?? "",
        scoreEngineResult: {
          scoreEnabled: facts.score === undefined ? "SCORE_ENABLED_FALSE" : "SCORE_ENABLED_TRUE",
          score: facts.score ?? 0,
        },
      },
      capacities: ["PROCESS_CAPACITY_IDUNICO", "PROCESS_CAPACITY_IDLIVE"],
      createdAt: "2026-10-02T12:00:00.537985Z",
      finishedAt: facts.state === "CREATED" ? "" : "2026-10-02T12:03:10.417105Z",
    },
  });
  return { id, cpf, raw };
}

/** Unico as an object that knows these documents, and how often it was asked. */
function answering(...documents: { id: string; raw: string }[]) {
  const asked: string[] = [];
  const unico: Unico = unicoWith({
    async readProcess(id) {
      asked.push(id);
      const found = documents.findLast((document) => document.id === id);
      const value = found ? readAnswer(idCheckProcessSchema, found.raw) : null;
      if (!found || !value) return fail({ kind: "not_found" as const, attempts: [] });
      return ok({ value, raw: found.raw, httpStatus: 200, durationMs: 12.6, attempts: [] });
    },
  });
  return { unico, asked };
}
const failing = (trouble: ReadTrouble) =>
  unicoWith({ readProcess: async () => fail({ ...trouble, attempts: [] }) });

const auditOf = (entityId: string) =>
  world.db.auditEvent.findMany({ where: { entityId }, orderBy: { seq: "asc" } });

describe("looking a process up", () => {
  it("keeps the answer sealed, the reading, the person and the reference, and tells the audit log", async () => {
    const authenticationId = randomUUID();
    const { id, cpf, raw } = aDocument({ authenticationId, score: -12.5 });
    const { unico } = answering({ id, raw });
    const looked = await lookUpProcess({ ...support, unico }, { processId: id });
    expect(looked).toMatchObject({ ok: true, value: { id, trouble: null } });

    const process = await world.db.process.findUniqueOrThrow({
      where: { id },
      include: { snapshots: true, subject: true },
    });
    expect(process).toMatchObject({
      outcome: "approve",
      state: "PROCESS_STATE_FINISHED",
      liveness: "LIVENESS_RESULT_LIVE",
      score: -12.5,
      authenticationId,
    });
    const [snapshot] = process.snapshots;
    if (!snapshot) throw new Error("no snapshot");
    const sealed = Buffer.from(snapshot.document);
    expect(sealed.includes(cpf)).toBe(false);
    expect(sealed.includes("Zilda")).toBe(false);
    const place = { table: "process_snapshot", row: snapshot.id, column: "document" };
    expect(testVault.open(place, snapshot.document)).toBe(raw);
    expect(Buffer.from(snapshot.sha256).toString("hex")).toBe(createHash("sha256").update(raw).digest("hex"));
    expect(snapshot).toMatchObject({ takenById: support.actor.id, durationMs: 13 });

    const reference = await world.db.referenceProcess.findUniqueOrThrow({ where: { id: authenticationId } });
    expect(reference).toMatchObject({
      origin: "idcheck",
      subjectId: process.subjectId,
      enrolledAt: new Date("2026-10-02T12:03:10.417Z"),
    });
    expect(await auditOf(id)).toMatchObject([{ action: "process.lookup", outcome: "done" }]);
    expect(await auditOf(authenticationId)).toMatchObject([{ action: "reference.add" }]);
    const told = JSON.stringify(await world.db.auditEvent.findMany({ select: { detail: true } }));
    expect(told).not.toContain(cpf);
  });

  it("asks nothing for a finished one, and again when told to, but not over and over", async () => {
    const document = aDocument();
    const { unico, asked } = answering(document);
    const at = (s: number) => ({ ...support, unico, now: () => new Date(Date.now() + s * 1_000) });
    const input = { processId: document.id };
    await lookUpProcess(at(0), input);
    await lookUpProcess(at(3_600), input);
    expect(asked).toHaveLength(1);
    expect(await refreshProcess(at(1), input)).toMatchObject({ ok: true });
    expect(asked).toHaveLength(2);
    expect(await refreshProcess(at(2), input)).toMatchObject({ ok: false, failure: { code: "cooling" } });
    expect(asked).toHaveLength(2);
    expect(await refreshProcess(at(70), input)).toMatchObject({ ok: true });
    expect(asked).toHaveLength(3);
    const sources = (await auditOf(document.id)).map(({ detail }) => detail);
    expect(sources).toMatchObject([
      { source: "unico" },
      { source: "snapshot" },
      { source: "unico" },
      { source: "snapshot", why: "cooling" },
      { source: "unico" },
    ]);
  });

  it("is one's own where a kept answer was shown, until that answer is no longer kept", async () => {
    const document = aDocument();
    const { unico, asked } = answering(document);
    const other = { ...(await ctxFor(world.db, "support")), unico };
    const own = { ...(await ctxFor(world.db, "support")), unico };
    await lookUpProcess(other, { processId: document.id });
    expect(await mayReveal(own, "process", document.id)).toBe(false);
    await lookUpProcess(own, { processId: document.id });
    await lookUpProcess(own, { processId: document.id });
    expect(asked).toHaveLength(1);
    expect(await mayReveal(own, "process", document.id)).toBe(true);
    expect((await listOwnRecent(own)).map(({ id }) => id)).toEqual([document.id]);
    // The answer is past its days, and the look goes with it.
    const kept = { processId: document.id };
    const long = () => new Date(Date.now() - 400 * 86_400_000);
    const old = aDocument();
    await lookUpProcess({ ...other, unico: answering(old).unico, now: long }, { processId: old.id });
    await lookUpProcess({ ...own, unico: answering(old).unico }, { processId: old.id });
    await runRetention(programCtx(world.db));
    expect(await world.db.processLook.count({ where: { processId: old.id } })).toBe(0);
    expect(await mayReveal(own, "process", old.id)).toBe(false);
    expect(await world.db.processLook.count({ where: kept })).toBe(1);
  });

  it.each(["is gone", "is being removed"])(
    "asks Unico where the kept answer %s by the time that it is shown",
    async (how) => {
      const document = aDocument();
      const { unico, asked } = answering(document);
      const other = { ...(await ctxFor(world.db, "support")), unico };
      const own = { ...(await ctxFor(world.db, "support")), unico };
      const input = { processId: document.id };
      await lookUpProcess(other, input);
      const looked = await withClient(world.url, async (purge) => {
        await purge.query("BEGIN");
        await purge.query("DELETE FROM process_snapshot WHERE process_id = $1", [document.id]);
        if (how === "is being removed") {
          const looking = lookUpProcess(own, input);
          await expect
            .poll(
              async () => {
                const { rows } = await purge.query(
                  "SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))",
                );
                return rows.length;
              },
              { timeout: 30_000 },
            )
            .toBe(1);
          await purge.query("COMMIT");
          return looking;
        }
        let isPurged = false;
        const programDb = new Proxy(world.db, {
          get: (of, name) =>
            name === "$transaction" && !isPurged
              ? async (run: (tx: Tx) => Promise<unknown>) => {
                  isPurged = true;
                  await purge.query("COMMIT");
                  return world.db.$transaction(run);
                }
              : Reflect.get(of, name),
        });
        return lookUpProcess({ ...own, programDb }, input);
      });
      expect(looked).toMatchObject({ ok: true, value: { trouble: null } });
      expect(asked).toHaveLength(2);
      expect((await auditOf(document.id)).map(({ detail }) => detail)).toMatchObject([
        { source: "unico" },
        { source: "unico" },
      ]);
      expect(await mayReveal(own, "process", document.id)).toBe(true);
    },
  );

  it("reads one again that is not finished, and shows what changed", async () => {
    const open = aDocument({ state: "CREATED", authentication: "UNSPECIFIED", liveness: "UNSPECIFIED" });
    const done = aDocument({ id: open.id, cpf: open.cpf });
    await lookUpProcess({ ...support, unico: answering(open).unico }, { processId: open.id });
    await lookUpProcess({ ...support, unico: answering(open).unico }, { processId: open.id });
    await lookUpProcess({ ...support, unico: answering(done).unico }, { processId: open.id });
    const page = await readProcessPage(support, open.id);
    expect(page?.headline).toBe("confirmed");
    expect(page?.lookCount).toBe(3);
    expect(page?.looks.map(({ changes }) => changes?.map(({ key }) => key) ?? null)).toEqual([
      ["state", "authentication", "liveness", "finishedAt"],
      [],
      null,
    ]);
    expect(page?.looks[0]?.by).toBe(support.actor.name);
  });

  it("says that nothing changed only of an answer that is the same to the letter", async () => {
    const document = aDocument();
    const other = { id: document.id, raw: `${document.raw.trimEnd().slice(0, -1)},"newMember":1}` };
    for (const [minutes, each] of [document, document, other].entries()) {
      const now = () => new Date(Date.now() + minutes * 60_000);
      await refreshProcess({ ...support, unico: answering(each).unico, now }, { processId: document.id });
    }
    expect((await readProcessPage(support, document.id))?.looks).toMatchObject([
      { changes: [], isSame: false },
      { changes: [], isSame: true },
      { changes: null, isFirst: true },
    ]);
  });

  it.each([
    ["not_found", { kind: "not_found" }],
    ["gone", { kind: "gone" }],
    ["credentials", { kind: "not_sent", why: "credentials" }],
    ["busy", { kind: "not_sent", why: "busy" }],
    ["unreachable", { kind: "not_sent", why: "unreachable" }],
    ["timeout", { kind: "unknown", why: "timeout" }],
    ["server_error", { kind: "unknown", why: "server_error" }],
    ["unreadable", { kind: "unknown", why: "unreadable" }],
  ] as const)("says %s, audits it, and keeps nothing", async (code, trouble) => {
    const id = randomUUID();
    const looked = await lookUpProcess({ ...support, unico: failing(trouble) }, { processId: id });
    expect(looked).toEqual({ ok: false, failure: { code } });
    expect(await readProcessPage(support, id)).toBeNull();
    expect(await auditOf(id)).toMatchObject([{ action: "process.lookup", outcome: "failed" }]);
  });

  it("shows the last snapshot when Unico is down", async () => {
    const document = aDocument({ state: "CREATED" });
    const at = new Date("2026-11-20T12:00:00Z");
    const first = { ...support, unico: answering(document).unico, now: () => at };
    await lookUpProcess(first, { processId: document.id });
    const down = { ...support, unico: failing({ kind: "not_sent", why: "unreachable" }) };
    expect(await lookUpProcess(down, { processId: document.id })).toEqual({
      ok: true,
      value: { id: document.id, asOf: at, trouble: "unreachable" },
    });
    expect((await readProcessPage(support, document.id))?.asOf).toEqual(at);
  });

  it("keeps nothing of an answer about another process", async () => {
    const asked = randomUUID();
    const { raw, id } = aDocument();
    const { unico } = answering({ id: asked, raw });
    const looked = await lookUpProcess({ ...support, unico }, { processId: asked });
    expect(looked).toEqual({ ok: false, failure: { code: "unreadable" } });
    expect(await world.db.process.count({ where: { id: { in: [asked, id] } } })).toBe(0);
  });

  it("keeps odd documents: no person, a wrong CPF, a NUL, an authenticationId that is none", async () => {
    const bare = aDocument({ person: {} });
    const wrong = aDocument({
      person: { personDuiType: "DUI_TYPE_BR_CPF", personDuiValue: "12345678900", friendlyName: "A\0B" },
      authenticationId: "not-a-uuid",
      result: "A\0B",
    });
    const { unico } = answering(bare, wrong);
    for (const { id } of [bare, wrong]) {
      expect(await lookUpProcess({ ...support, unico }, { processId: id })).toMatchObject({ ok: true });
    }
    const page = await readProcessPage(support, wrong.id);
    expect(page?.person).toMatchObject({ isWrong: true, document: "•••• 00" });
    expect(page?.reverifyReference).toBeNull();
  });

  it("survives eight look-ups of one new process at once", async () => {
    const document = aDocument({ alert: "YES", authenticationId: randomUUID() });
    const { unico } = answering(document);
    const allAsked = Promise.withResolvers<void>();
    let asked = 0;
    // Answered once all have asked: whoever came later would be told to wait, for it is answered just now.
    const readProcess: Unico["readProcess"] = async (...args) => {
      asked += 1;
      if (asked === 8) allAsked.resolve();
      await allAsked.promise;
      return unico.readProcess(...args);
    };
    const ctx = { ...support, unico: { ...unico, readProcess } };
    const all = await Promise.all(
      Array.from({ length: 8 }, () => refreshProcess(ctx, { processId: document.id })),
    );
    expect(all.every(({ ok: isOk }) => isOk)).toBe(true);
    expect(await world.db.processSnapshot.count({ where: { processId: document.id } })).toBe(8);
    expect(await world.db.case.count({ where: { processId: document.id } })).toBe(1);
  });

  it("is refused to who may not, before Unico is asked", async () => {
    const admin = await ctxFor(world.db, "admin");
    const { unico, asked } = answering();
    const look = lookUpProcess({ ...admin, unico }, { processId: randomUUID() });
    await expect(look).rejects.toThrow(Forbidden);
    await expect(readProcessPage(admin, randomUUID())).rejects.toThrow(Forbidden);
    expect(asked).toEqual([]);
  });
});

describe("an alert", () => {
  it("opens a case, a second process of the person joins it, and looking again is no new signal", async () => {
    const cpf = aCpf();
    const authenticationId = randomUUID();
    const first = aDocument({
      cpf,
      alert: "YES",
      authenticationId,
      score: -60,
      authentication: "INCONCLUSIVE",
    });
    const second = aDocument({ cpf, alert: "SOMETHING_NEW" });
    const ctx = { ...support, unico: answering(first, second).unico };
    for (const { id } of [first, second, first, second]) await refreshProcess(ctx, { processId: id });

    const cases = await world.db.case.findMany({
      where: { processId: { in: [first.id, second.id] } },
      include: { events: { orderBy: { id: "asc" } } },
    });
    expect(cases).toMatchObject([
      {
        origin: "idcheck",
        rule: "fraud_alert",
        fraudsters: "yes",
        liveness: "live",
        biometry: null,
        score: -60,
        processId: first.id,
        referenceId: authenticationId,
        events: [{ kind: "opened" }, { kind: "signal_joined" }],
      },
    ]);
    const page = await readProcessPage(support, second.id);
    expect(page?.cases).toMatchObject([{ number: cases[0]?.number, status: "open" }]);
    expect(page?.steps).toContain("case_open");
    // How it stands is told to support no otherwise than by the case itself.
    const { number = 0, version = 0 } = cases[0] ?? {};
    await world.db.case.update({ where: { number }, data: { status: "escalated", version: version + 1 } });
    expect((await readProcessPage(support, second.id))?.cases).toMatchObject([{ status: "open" }]);
    const analyst = await ctxFor(world.db, "analyst");
    expect((await readProcessPage(analyst, second.id))?.cases).toMatchObject([{ status: "escalated" }]);
  });

  it("is a new signal when it comes after an answer without one", async () => {
    const before = aDocument({ alert: "INCONCLUSIVE" });
    const after = aDocument({ id: before.id, cpf: before.cpf, alert: "YES" });
    await refreshProcess({ ...support, unico: answering(before).unico }, { processId: before.id });
    expect(await world.db.case.count({ where: { processId: before.id } })).toBe(0);
    await refreshProcess({ ...support, unico: answering(after).unico }, { processId: before.id });
    expect(await world.db.case.count({ where: { processId: before.id } })).toBe(1);
  });

  it("can be flagged by hand", async () => {
    const document = aDocument();
    await lookUpProcess({ ...support, unico: answering(document).unico }, { processId: document.id });
    const flagged = await flagCase(support, { processId: document.id, note: "Não foi o cliente." });
    const page = await readProcessPage(support, document.id);
    const number = flagged.ok ? flagged.value.number : 0;
    expect(page?.cases.map((each) => each.number)).toEqual([number]);
    expect((await listHandedOver(support))[0]).toEqual({ number, status: "open", closedAt: null });

    // Support sees that it is done and when, and nothing of how.
    const closedAt = new Date();
    await world.db.case.update({
      where: { number },
      data: {
        ...{ status: "closed", decision: "false_positive", reasons: ["faces_differ"], version: 2 },
        ...{ decidedById: support.actor.id, decidedAt: closedAt, closedAt },
      },
    });
    const done = await readProcessPage(support, document.id);
    expect(done?.cases).toMatchObject([{ number, status: "closed", closedAt }]);
    const handed = await listHandedOver(support);
    expect(handed[0]).toEqual({ number, status: "closed", closedAt });
    expect(JSON.stringify([done, handed])).not.toMatch(/false_positive|faces_differ/);
    expect(await listHandedOver(await ctxFor(world.db, "support"))).toEqual([]);
  });
});

describe("the page", () => {
  it("is masked, whole and audited", async () => {
    const authenticationId = randomUUID();
    const { id, cpf, raw } = aDocument({ authenticationId });
    await lookUpProcess({ ...support, unico: answering({ id, raw }).unico }, { processId: id });
    const page = await readProcessPage(support, id.toUpperCase());
    expect(page?.person).toEqual({
      name: "Zilda Sintética Prado",
      document: maskCpf(cpf),
      isCpf: true,
      isWrong: false,
      email: "z***@example.com",
      phone: "•••• 5678",
    });
    const sent = JSON.stringify(page);
    for (const secret of [cpf, "zilda@example.com", "91234"]) expect(sent).not.toContain(secret);
    expect(page?.journeyUrl).toBe(`https://cadastro.uat.unico.app/process/${id}`);
    // Support may not start a 1:1; an analyst may.
    expect(page?.reverifyReference).toBeNull();
    const analyst = await ctxFor(world.db, "analyst");
    expect((await readProcessPage(analyst, id))?.reverifyReference).toBe(authenticationId);
    const views = (await auditOf(id)).filter(({ action }) => action === "process.view");
    expect(views.map(({ actorRole }) => actorRole)).toEqual(["support", "analyst"]);
  });

  it("is not there for an id that was never looked up, or that is none", async () => {
    expect(await readProcessPage(support, randomUUID())).toBeNull();
    expect(await readProcessPage(support, "nonsense")).toBeNull();
  });
});

describe("what was looked up before", () => {
  const filterOf = (params: Record<string, string | string[]>): ProcessFilter =>
    readAddress(processFilter, params).filter;

  it("is filtered, sorted and paged as its address says", async () => {
    const other = await openWorld();
    try {
      const analyst = await ctxFor(other.db, "analyst");
      const documents = {
        live: aDocument({ name: "Íris Conceição Álvares", score: 40, authentication: "INCONCLUSIVE" }),
        notLive: aDocument({
          liveness: "NOT_LIVE",
          result: "INVALID_IDENTITY",
          authentication: "UNSPECIFIED",
        }),
        low: aDocument({ score: -80, authentication: "INCONCLUSIVE" }),
        open: aDocument({ state: "CREATED", authentication: "UNSPECIFIED", liveness: "UNSPECIFIED" }),
        negative: aDocument({ result: "INVALID_IDENTITY", authentication: "NEGATIVE" }),
      };
      const names = Object.keys(documents) as (keyof typeof documents)[];
      const { unico } = answering(...Object.values(documents));
      for (const [index, name] of names.entries()) {
        const at = new Date(Date.UTC(2026, 9, 10 + index, 12));
        await lookUpProcess({ ...analyst, unico, now: () => at }, { processId: documents[name].id });
      }
      const nameOf = new Map(names.map((name) => [documents[name].id, name]));
      const list = async (params: Record<string, string | string[]>) => {
        const { rows, count } = await listProcesses(analyst, filterOf(params));
        expect(count).toBe(rows.length);
        return rows.map(({ id }) => nameOf.get(id));
      };

      expect(await list({})).toEqual(["negative", "open", "low", "notLive", "live"]);
      // Those without a score stand beyond every score.
      expect((await list({ sort: "score" })).slice(0, 2)).toEqual(["low", "live"]);
      expect((await list({ sort: "-score" })).slice(-2)).toEqual(["live", "low"]);
      expect(await list({ outcome: ["wait", "approve"] })).toEqual(["open", "live"]);
      expect(await list({ liveness: "not_live" })).toEqual(["notLive"]);
      expect(await list({ liveness: ["not_measured", "not_live"] })).toEqual(["open", "notLive"]);
      expect(await list({ authentication: "negative" })).toEqual(["negative"]);
      expect(await list({ authentication: ["other", "negative"] })).toEqual(["negative", "open", "notLive"]);
      expect(await list({ scoreMin: "-100", scoreMax: "0" })).toEqual(["low"]);
      expect(await list({ seenFrom: "2026-10-11", seenTo: "2026-10-12" })).toEqual(["low", "notLive"]);
      expect(await list({ q: "conceicao alv" })).toEqual(["live"]);
      expect(await list({ q: documents.open.id })).toEqual(["open"]);
      expect(await list({ q: "100%" })).toEqual([]);

      const { rows } = await listProcesses(analyst, filterOf({ q: "Conceição" }));
      expect(rows[0]?.person).toMatchObject({ cpf: maskCpf(documents.live.cpf) });
      expect(JSON.stringify(rows)).not.toContain(documents.live.cpf);

      const second = { after: documents.open.id, sort: "-lastSeenAt" };
      expect((await listProcesses(analyst, filterOf(second))).rows.map(({ id }) => nameOf.get(id))).toEqual([
        "low",
        "notLive",
        "live",
      ]);
    } finally {
      await other.end();
    }
  });

  it("finds a person by CPF without the CPF in any address, and says so in the audit log", async () => {
    const document = aDocument();
    await lookUpProcess({ ...support, unico: answering(document).unico }, { processId: document.id });
    const search = async (q: string) => {
      const input = searchInput.parse({ q });
      return resolveSearch(support, "process:lookup", input);
    };
    const found = await search(document.cpf);
    const { subjectId } = await world.db.process.findUniqueOrThrow({ where: { id: document.id } });
    expect(found).toEqual({ ok: true, value: { subject: subjectId } });
    const rows = await listProcesses(support, filterOf({ subject: subjectId ?? "" }));
    expect(rows.rows.map(({ id }) => id)).toEqual([document.id]);
    expect(await auditOf(subjectId ?? "")).toMatchObject([{ action: "subject.search" }]);

    expect(await search(aCpf())).toEqual({ ok: false, failure: { code: "cpf_unknown" } });
    expect(await search("  ")).toEqual({ ok: true, value: {} });
    expect(await search("Zilda Prado")).toEqual({ ok: true, value: { q: "Zilda Prado" } });
    expect(await search(`veja ${document.id}`)).toEqual({ ok: true, value: { q: document.id } });
    expect(searchInput.safeParse({ q: "701.010.101-93" }).error?.issues[0]?.message).toBe("field.cpf");
  });

  it("has each person's own last look-ups, each process once", async () => {
    const own = await ctxFor(world.db, "support");
    const documents = Array.from({ length: 10 }, () => aDocument());
    const ctx = { ...own, unico: answering(...documents).unico };
    for (const { id } of [...documents, ...documents.slice(0, 1)]) {
      await refreshProcess(ctx, { processId: id });
    }
    const recent = await listOwnRecent(own);
    const expected = [documents[0], ...documents.slice(3).reverse()];
    expect(recent.map(({ id }) => id)).toEqual(expected.map((document) => document?.id));
    expect(await listOwnRecent(await ctxFor(world.db, "support"))).toEqual([]);
  });
});

describe("a rule that a manager made of the score", () => {
  it("opens a case once, when the process is over, and again only where another rule catches it", async () => {
    const manager = await ctxFor(world.db, "manager");
    const rules = [aRule(1, { scoreMax: -90 }), aRule(2, { scoreMax: -40 })];
    await saveTriage(manager, { after: 1, rules, note: "Teste." });
    const waiting = aDocument({ state: "CREATED", score: -60, authentication: "INCONCLUSIVE" });
    const told = (score: number) => aDocument({ id: waiting.id, cpf: waiting.cpf, score });
    let minutes = 0;
    const rulesOf = async (document: { id: string; raw: string }) => {
      minutes += 1;
      const now = () => new Date(Date.now() + minutes * 60_000);
      await refreshProcess({ ...support, unico: answering(document).unico, now }, { processId: document.id });
      const found = await world.db.case.findMany({
        where: { processId: document.id },
        orderBy: { number: "asc" },
      });
      return found.map(({ rule }) => rule);
    };
    expect(await rulesOf(waiting)).toEqual([]);
    expect(await rulesOf(told(10))).toEqual([]);
    expect(await rulesOf(told(-60))).toEqual([ownKey(2)]);
    await world.db.case.updateMany({
      where: { processId: waiting.id },
      data: {
        status: "closed",
        decision: "inconclusive",
        reasons: ["poor_photo"],
        decidedById: manager.actor.id,
        decidedAt: new Date(),
        closedAt: new Date(),
        version: 2,
      },
    });
    expect(await rulesOf(told(-61))).toEqual([ownKey(2)]);
    expect(await rulesOf(told(-95))).toEqual([ownKey(2), ownKey(1)]);
  });
});
