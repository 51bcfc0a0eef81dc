import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flagCase } from "#lib/features/cases/flagging.ts";
import { listHandedOver } from "#lib/features/cases/handed-over.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { readProcessPage } from "#lib/features/processes/page.ts";
import { lookUpProcess, refreshProcess } from "#lib/features/processes/service.ts";
import { saveTriage } from "#lib/features/triage/service.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { aCpf } from "#tests/support/factories.ts";
import { aRule, ownKey } from "#tests/support/triage.ts";
import { aDocument, answering } from "./answers.ts";

let world: World;
let support: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  support = await ctxFor(world.db, "support");
});
afterAll(() => world.end());

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
