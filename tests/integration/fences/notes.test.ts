import { afterAll, beforeAll, expect, it } from "vitest";
import { listMentions } from "#lib/features/cases/mentions.ts";
import { addNote, editNote } from "#lib/features/cases/notes.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { tagCase, untagCase } from "#lib/features/cases/tags.ts";
import { aCase } from "#tests/support/factories.ts";
import { type Company, FENCES, openCompany } from "./branches.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany(2);
});
afterAll(() => company.end());

const emailOf = async (id: string) =>
  (await company.db.user.findUniqueOrThrow({ where: { id }, select: { email: true } })).email;

it.each(FENCES)(
  "people of a branch write, speak to each other and tag, whichever fence holds: %s",
  async (fences) => {
    const [here = "", there = ""] = company.branches;
    const author = await company.personOf("analyst", [here], fences);
    const near = await company.personOf("analyst", [here], fences);
    const far = await company.personOf("analyst", [there], fences);
    const { number } = await aCase(company.db, { subsidiaryId: here });
    const [toNear, toFar] = [await emailOf(near.actor.id), await emailOf(far.actor.id)];
    expect(await addNote(author, { number, note: `@${toNear} e @${toFar}` })).toEqual({
      ok: true,
      value: { number, unheard: [`@${toFar}`] },
    });
    const [mention] = await listMentions(near);
    expect(mention).toMatchObject({ caseNumber: number, readAt: null });
    expect(await listMentions(far)).toEqual([]);

    const event = mention?.eventId ?? "";
    expect(await editNote(author, { number, event, edits: 0, text: "Otherwise." })).toMatchObject({
      ok: true,
    });
    expect(await editNote(far, { number, event, edits: 1, text: "Mine." })).toMatchObject({
      failure: { code: "note_unknown" },
    });
    const tag = `tag ${fences}`;
    expect(await tagCase(near, { number, tag })).toMatchObject({ ok: true });
    expect(await readCase(near, number)).toMatchObject({
      tags: [tag],
      events: expect.arrayContaining([
        expect.objectContaining({ edits: [expect.objectContaining({ note: "Otherwise." })] }),
      ]),
    });
    expect((await listMentions(near))[0]?.readAt).toBeInstanceOf(Date);
    expect(await untagCase(far, { number, tag })).toMatchObject({ failure: { code: "case_unknown" } });
    expect(await untagCase(near, { number, tag })).toMatchObject({ ok: true });
  },
);
