import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { listOwnRecent, readProcessPage } from "#lib/features/processes/page.ts";
import { lookUpProcess, refreshProcess } from "#lib/features/processes/service.ts";
import { listProcesses } from "#lib/features/processes/table.ts";
import { type ProcessFilter, processFilter } from "#lib/features/processes/table-schema.ts";
import { resolveSearch, searchInput } from "#lib/features/subjects/search.ts";
import { maskCpf } from "#lib/privacy/mask.ts";
import { readAddress } from "#lib/table/address.ts";
import { ctxFor, openWorld, type World } from "#tests/support/ctx.ts";
import { auditOf } from "#tests/support/events.ts";
import { aCpf } from "#tests/support/factories.ts";
import { aDocument, answering } from "./answers.ts";

let world: World;
let support: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  support = await ctxFor(world.db, "support");
});
afterAll(() => world.end());

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
    const views = (await auditOf(world.db, id)).filter(({ action }) => action === "process.view");
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
    expect(await auditOf(world.db, subjectId ?? "")).toMatchObject([{ action: "subject.search" }]);

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
