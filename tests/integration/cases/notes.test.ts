import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Forbidden } from "#lib/auth/roles.ts";
import { takeOverCase } from "#lib/features/cases/handing.ts";
import { listColleagues, listMentions } from "#lib/features/cases/mentions.ts";
import { addNote, EDITS_MAX, editNote } from "#lib/features/cases/notes.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import type { UserCtx } from "#lib/features/context.ts";
import { openWorld, type World } from "#tests/support/ctx.ts";
import { aCase } from "#tests/support/factories.ts";
import { deskOver } from "./desk.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.end());

const { staff, auditsOf, taken } = deskOver(() => world.db);
const HANDLE = /^[^@]+/;
const emailOf = async ({ actor }: UserCtx) =>
  (await world.db.user.findUniqueOrThrow({ where: { id: actor.id } })).email;
const handleOf = async (ctx: UserCtx) => HANDLE.exec(await emailOf(ctx))?.[0] ?? "";
const noteOf = async (caseNumber: number) =>
  (
    await world.db.caseEvent.findFirstOrThrow({
      where: { caseNumber, kind: "noted" },
      orderBy: { id: "desc" },
    })
  ).id;
const detailsOf = async (action: string, number: number) =>
  (
    await world.db.auditEvent.findMany({
      where: { action, entityId: String(number) },
      orderBy: { seq: "asc" },
    })
  ).map(({ detail }) => detail);

/** A note of a new analyst's on a new case. */
async function aNote(note = "Ligou às 14:00.") {
  const { number } = await aCase(world.db);
  const author = await staff();
  await addNote(author, { number, note });
  return { number, author, event: await noteOf(number) };
}

describe("a note that is put otherwise", () => {
  it("keeps every text that it had, for whoever reads the case", async () => {
    const { number, author, event } = await aNote();
    const texts = ["<script>alert(1)</script> 👩🏽‍⚖️", "שלום \u202Eabc", "x".repeat(10_000)];
    for (const [edits, text] of texts.entries())
      expect(await editNote(author, { number, event, edits, text })).toEqual({
        ok: true,
        value: { number, unheard: [] },
      });
    const found = await readCase(await staff(), number);
    expect(found?.events[0]).toMatchObject({
      note: "Ligou às 14:00.",
      edits: texts.map((note) => ({ note })),
    });
    expect(await detailsOf("case.note_edit", number)).toEqual(
      texts.map((text, i) => ({ note: event, edit: i + 1, noteLength: text.length, mentioned: [] })),
    );
    expect((await readCase(await staff("support"), number))?.events).toEqual([]);
  });
  it("is its author's alone, by the service and by the database", async () => {
    const { number, event } = await aNote();
    const [other, manager] = [await staff(), await staff("manager")];
    for (const ctx of [other, manager])
      expect(await editNote(ctx, { number, event, edits: 0, text: "Mine now." })).toEqual({
        ok: false,
        failure: { code: "note_not_yours" },
      });
    await expect(
      editNote(await staff("support"), { number, event, edits: 0, text: "Mine." }),
    ).rejects.toThrow(Forbidden);
    const data = { eventId: event, place: 1, authorId: other.actor.id, at: new Date(), note: "Forged." };
    await expect(world.db.caseNoteEdit.create({ data, select: { place: true } })).rejects.toThrow(/author/);
    expect(await world.db.caseNoteEdit.count({ where: { eventId: event } })).toBe(0);
  });
  it("is told to the second of two windows, and nothing of the first is lost", async () => {
    const { number, author, event } = await aNote();
    const both = await Promise.all(
      ["one", "two"].map((text) => editNote(author, { number, event, edits: 0, text })),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ failure: { code: "note_changed" } });
    expect(await world.db.caseNoteEdit.count({ where: { eventId: event } })).toBe(1);
    expect(await auditsOf(number)).toEqual(["case.note", "case.note_edit"]);
  });
  it("is none of another case, no other step, no unchanged text, and not put otherwise for ever", async () => {
    const { number, author, event } = await aNote();
    const { number: elsewhere } = await aCase(world.db);
    const code = async (given: Partial<Parameters<typeof editNote>[1]>) => {
      const result = await editNote(author, { number, event, edits: 0, text: "Other.", ...given });
      return result.ok ? null : result.failure.code;
    };
    expect(await code({ number: elsewhere })).toBe("note_unknown");
    expect(await code({ event: randomUUID() })).toBe("note_unknown");
    expect(await code({ text: "Ligou às 14:00." })).toBe("note_same");
    expect(await code({ edits: 3 })).toBe("note_changed");
    const { number: held, holder } = await taken();
    const step = await world.db.caseEvent.findFirstOrThrow({ where: { caseNumber: held, kind: "taken" } });
    expect(await editNote(holder, { number: held, event: step.id, edits: 0, text: "x" })).toMatchObject({
      failure: { code: "note_unknown" },
    });
    for (let edits = 0; edits < EDITS_MAX; edits += 1)
      expect(await code({ edits, text: `${edits}` })).toBeNull();
    expect(await code({ edits: EDITS_MAX })).toBe("note_full");
  });
  it("is not put otherwise where that cannot be written down", async () => {
    const { number, author, event } = await aNote();
    const broken = { ...author, request: { id: "not a uuid", address: null } };
    await expect(editNote(broken, { number, event, edits: 0, text: "Other." })).rejects.toThrow();
    expect(await world.db.caseNoteEdit.count({ where: { eventId: event } })).toBe(0);
  });
});

describe("a mention", () => {
  it("waits for whoever it is until they open the case", async () => {
    const reader = await staff();
    const { number, event, author } = await aNote(`@${await handleOf(reader)} confere?`);
    expect(await listMentions(reader)).toMatchObject([
      { caseNumber: number, eventId: event, readAt: null, event: { actor: { id: author.actor.id } } },
    ]);
    expect(await listMentions(author)).toEqual([]);
    expect(await detailsOf("case.note", number)).toMatchObject([{ mentioned: [reader.actor.id] }]);
    const found = await readCase(reader, number);
    expect(found?.events[0]?.mentions).toMatchObject([{ user: { id: reader.actor.id } }]);
    const [read] = await listMentions(reader);
    expect(read?.readAt).toBeInstanceOf(Date);
    await readCase(reader, number);
    expect(await detailsOf("case.view", number)).toEqual([{ mentionsRead: 1 }, {}]);
  });
  it("is not read where that cannot be written down", async () => {
    const reader = await staff();
    const { number } = await aNote(`@${await emailOf(reader)}`);
    const broken = { ...reader, request: { id: "not a uuid", address: null } };
    await expect(readCase(broken, number)).rejects.toThrow();
    expect((await listMentions(reader))[0]?.readAt).toBeNull();
  });
  it("is nobody who cannot work on the case, by role, branch or switched off", async () => {
    const [here, there] = [randomUUID(), randomUUID()];
    await world.db.subsidiary.createMany({ data: [here, there].map((id) => ({ id, name: `Filial ${id}` })) });
    const [support, far, near, gone] = [await staff("support"), await staff(), await staff(), await staff()];
    const branches = [
      { userId: far.actor.id, subsidiaryId: there },
      { userId: near.actor.id, subsidiaryId: here },
    ];
    await world.db.userSubsidiary.createMany({ data: branches });
    await world.db.user.update({ where: { id: gone.actor.id }, data: { disabledAt: new Date() } });
    const { number } = await aCase(world.db, { subsidiaryId: here });
    const handles = await Promise.all([support, far, near, gone].map(handleOf));
    const author = await staff();
    const note = handles.map((handle) => `@${handle}`).join(" ");
    expect(await addNote(author, { number, note })).toEqual({
      ok: true,
      value: { number, unheard: [0, 1, 3].map((i) => `@${handles[i]}`) },
    });
    const told = await world.db.caseMention.findMany({ where: { caseNumber: number } });
    expect(told.map(({ userId }) => userId)).toEqual([near.actor.id]);
    const offered = (await listColleagues(author, here)).map(({ id }) => id);
    expect(offered).toContain(near.actor.id);
    for (const { actor } of [support, far, gone, author]) expect(offered).not.toContain(actor.id);
    // What somebody no longer sees is no longer told to them.
    const moved = { ...near, actor: { ...near.actor, scope: [there] } };
    expect(await listMentions(moved)).toEqual([]);
    await expect(listMentions(support)).rejects.toThrow(Forbidden);
  });
  it("is told once of a note, also where it is put otherwise, and stands in what other steps say", async () => {
    const [first, second] = [await staff(), await staff()];
    const { number, author, event } = await aNote(`@${await handleOf(first)} e @${await handleOf(first)}`);
    const text = `@${await handleOf(first)} e @${await handleOf(second)}`;
    await editNote(author, { number, event, edits: 0, text });
    expect(await listMentions(first)).toHaveLength(1);
    expect(await listMentions(second)).toMatchObject([{ eventId: event, caseNumber: number }]);
    const { number: held, holder, version } = await taken();
    const taker = await staff("analyst", { confirmedAt: new Date() });
    const note = `@${await handleOf(holder)} estava fora.`;
    expect((await takeOverCase(taker, { number: held, version, note })).ok).toBe(true);
    expect(await listMentions(holder)).toMatchObject([{ caseNumber: held }]);
    expect(await detailsOf("case.take_over", held)).toMatchObject([{ mentioned: [holder.actor.id] }]);
  });
});
