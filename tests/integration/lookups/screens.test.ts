import { randomUUID } from "node:crypto";
import { createElement, type ReactNode, Suspense } from "react";
import { prerender } from "react-dom/static";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { UserCtx } from "#lib/features/context.ts";
import { askForList } from "#lib/features/lookups/asking.ts";
import { createListRunner } from "#lib/features/lookups/running.ts";
import { listInput } from "#lib/features/lookups/schema.ts";
import { formatterFor } from "#lib/format.ts";
import { LOCALES, type Locale } from "#lib/i18n/locale.ts";
import { messages } from "#lib/i18n/messages.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { ctxFor, openWorld, programCtx, type World } from "#tests/support/ctx.ts";
import { aCpf } from "#tests/support/factories.ts";
import { sayingOf } from "./unico.ts";

const reader = vi.hoisted((): { ctx: unknown; locale: string } => ({ ctx: null, locale: "en" }));
vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: () => {} }), unstable_rethrow: () => {} }));
vi.mock("#lib/entry/action.ts", () => ({ staffAction: () => async () => ({ status: "idle" }) }));
vi.mock("#lib/entry/page.ts", () => {
  const words = () => {
    const locale = reader.locale as Locale;
    return {
      locale,
      words: (namespace: "lookups") => translatorFor(locale, namespace),
      format: formatterFor(locale),
    };
  };
  return {
    pageWords: async () => words(),
    pageContext: async () => ({ ...words(), ctx: reader.ctx }),
    orNotFound: async (_: unknown, found: Promise<unknown>) =>
      (await found) ?? Promise.reject(new Error("404")),
  };
});
const { itemWords } = await import("#app/(staff)/processes/lists/[id]/item-words.ts");
const { listFileResponse } = await import("#lib/entry/list-file.ts");
const { default: ListPage } = await import("#app/(staff)/processes/lists/[id]/page.tsx");
const { default: ListsPage } = await import("#app/(staff)/processes/lists/page.tsx");

let world: World;
let support: UserCtx;
beforeAll(async () => {
  world = await openWorld();
  support = await ctxFor(world.db, "support");
});
afterAll(() => world.end());

async function drawn(ctx: UserCtx, locale: Locale, page: () => Promise<ReactNode>): Promise<string> {
  Object.assign(reader, { ctx, locale });
  const { prelude } = await prerender(createElement(Suspense, null, await page()));
  return new Response(prelude as unknown as ReadableStream).text();
}
const searchParams = (params: Record<string, string> = {}) => Promise.resolve(params);
const listPage =
  (id: string, params = {}) =>
  () =>
    ListPage({ params: Promise.resolve({ id }), searchParams: searchParams(params) });

it("a list is downloaded with what became of each id, told in the log, by who sees it and nobody else", async () => {
  const given = [randomUUID(), randomUUID()];
  const asked = await askForList(support, listInput.parse({ processIds: given.join("\n") }));
  const id = asked.ok ? asked.value.id : "";
  const file = (ctx: UserCtx | null, list = id) =>
    listFileResponse(list, { ctx, locale: "en", wordsOf: itemWords });
  expect(await (await file(support)).text()).toBe(
    `Line,Process,Result,"What happened"\r\n${given.map((each, i) => `${i + 1},${each},Waiting,\r\n`).join("")}`,
  );
  await createListRunner()(programCtx(world.db, { unico: sayingOf().unico }));
  const manager = await ctxFor(world.db, "manager");
  const { processes } = messages.en;
  expect(await (await file(manager)).text()).toContain(`1,${given[0]},${processes.outcome.approve},`);
  for (const ctx of [null, await ctxFor(world.db, "analyst"), await ctxFor(world.db, "admin")])
    expect((await file(ctx)).status).toBe(404);
  expect((await file(support, "nonsense")).status).toBe(404);
  const told = await world.db.auditEvent.findMany({
    where: { action: "list.download" },
    orderBy: { seq: "asc" },
  });
  expect(told).toMatchObject(
    [support, manager].map(({ actor }) => ({ actorId: actor.id, entityId: id, detail: { ids: 2 } })),
  );
});

describe.each(LOCALES)("the page of a list in %s", (locale) => {
  const { lookups, processes } = messages[locale];

  it("says how far it is and what was read, then what became of each id", async () => {
    const [found, nowhere] = [randomUUID(), randomUUID()];
    const cpf = aCpf();
    const given = `${found}\n${nowhere}\n${found}\n5d2c07e9-6b18-4a3f\n${cpf}`;
    const asked = await askForList(support, listInput.parse({ processIds: given }));
    const id = asked.ok ? asked.value.id : "";
    const before = await drawn(support, locale, listPage(id));
    expect(before).toContain(lookups.progress.waitsForWorker);
    expect(before).toMatch(/aria-valuenow="0"/);
    expect(before).toContain(lookups.progress.stop);
    for (const words of [lookups.why.short, "5d2c07e9-6b18-4a3f", lookups.why.none, lookups.read.notKept])
      expect(before).toContain(words);

    const { unico } = sayingOf(new Map([[nowhere, { kind: "not_found" }]]));
    await createListRunner()(programCtx(world.db, { unico }));
    const after = await drawn(support, locale, listPage(id));
    expect(after).toContain(lookups.progress.finished);
    expect(after).toMatch(/aria-valuenow="2"/);
    for (const words of [
      processes.outcome.approve,
      lookups.state.not_found,
      processes.trouble.not_found.title,
    ])
      expect(after).toContain(words);
    expect(after).toContain(`href="/processes/${found}"`);
    expect(after).not.toContain(`href="/processes/${nowhere}"`);
    expect(after).not.toContain(lookups.progress.stop);
    expect(before + after).not.toContain(cpf);

    const narrowed = await drawn(support, locale, listPage(id, { look: "not_found", nonsense: "1" }));
    expect(narrowed).not.toContain(`href="/processes/${found}"`);
    expect(narrowed).toContain(nowhere);
    const lists = await drawn(support, locale, () =>
      ListsPage({ searchParams: searchParams({ sort: "nonsense" }) }),
    );
    expect(lists).toContain(`href="/processes/lists/${id}"`);
    expect(lists).toContain(lookups.ending.finished);
    expect(lists).toContain(lookups.field);
    const manager = await ctxFor(world.db, "manager");
    expect(await drawn(manager, locale, listPage(id))).toContain(support.actor.name);
  });

  it("says why it stands still, and that it goes on by itself", async () => {
    const own = await ctxFor(world.db, "analyst");
    const asked = await askForList(own, listInput.parse({ processIds: randomUUID() }));
    const id = asked.ok ? asked.value.id : "";
    await createListRunner()(programCtx(world.db));
    expect(await drawn(own, locale, listPage(id))).toContain(processes.trouble.unreachable.title);
  });
});
