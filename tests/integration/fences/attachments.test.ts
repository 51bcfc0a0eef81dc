import { afterAll, beforeAll, expect, it } from "vitest";
import { attachFile } from "#lib/features/attachments/attaching.ts";
import { takeAttachment } from "#lib/features/attachments/reading.ts";
import { detachFile } from "#lib/features/attachments/removing.ts";
import { readCase } from "#lib/features/cases/reading.ts";
import { setHold } from "#lib/features/retention/holds.ts";
import { anAttachment, bodyOf } from "#tests/support/attachments.ts";
import { ctxFor } from "#tests/support/ctx.ts";
import { aCase, aSubject } from "#tests/support/factories.ts";
import { type Company, FENCES, openCompany } from "./branches.ts";

let company: Company;
beforeAll(async () => {
  company = await openCompany(2);
});
afterAll(() => company.end());

it.each(FENCES)(
  "people of a branch attach, take and remove files, whichever fence holds: %s",
  async (fences) => {
    const [here = "", there = ""] = company.branches;
    const author = await company.personOf("analyst", [here], fences);
    const far = await company.personOf("analyst", [there], fences);
    const { id: subjectId } = await aSubject(company.db);
    const { number } = await aCase(company.db, { subsidiaryId: here, subjectId });
    const file = await anAttachment(author, number);
    expect((await takeAttachment(author, number, file)).ok).toBe(true);
    expect((await readCase(author, number))?.files).toHaveLength(1);
    expect(await takeAttachment(far, number, file)).toMatchObject({ failure: { code: "unknown" } });
    expect(await detachFile(far, { number, file })).toMatchObject({ failure: { code: "file_unknown" } });
    expect(await attachFile(far, number, { name: "x", body: bodyOf("x") })).toMatchObject({
      failure: { code: "case_unknown" },
    });
    // A hold is nobody's branch, and holds in every one.
    const admin = { ...(await ctxFor(company.db, "admin")), confirmedAt: new Date() };
    await setHold(admin, { subject: subjectId, reason: "claim" });
    expect(await detachFile(author, { number, file })).toMatchObject({ failure: { code: "held" } });
  },
);
