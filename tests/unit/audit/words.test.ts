import { describe, expect, it } from "vitest";
import { detailWords } from "#app/(staff)/audit/detail-words.ts";
import { actionWord, entityHref, sentenceOf, whatWord, whoWord } from "#app/(staff)/audit/event-words.ts";
import { ROLES } from "#lib/auth/roles.ts";
import { AUDIT_ACTIONS, type AuditEntry } from "#lib/features/audit/catalogue.ts";
import { AUDIT_ENTITY_TYPES, auditTable } from "#lib/features/audit/table-schema.ts";
import { LOCALES } from "#lib/i18n/locale.ts";
import { en } from "#lib/i18n/messages/audit.ts";
import { translatorFor } from "#lib/i18n/translator.ts";
import { hrefOf, readAddress } from "#lib/table/address.ts";

const ID = "019aa0b1-0000-7000-8000-000000000001";
const row = {
  actorKind: "user",
  actorId: ID,
  actorName: "Pessoa Teste",
  outcome: "done",
  entityType: "case",
  entityId: "10482",
  entityName: null,
} as const;

describe.each(LOCALES)("words of the audit log in %s", (locale) => {
  const t = translatorFor(locale, "audit");
  it.each(AUDIT_ACTIONS)("has a word and a sentence for %s", (action) => {
    expect(actionWord(t, { action, outcome: "done" })).toMatch(/^\p{Lu}/u);
    const sentence = sentenceOf(t, { ...row, action });
    expect(sentence).toMatch(/\.$/);
    expect(sentence).not.toMatch(/[{}]/);
  });
  it.each(AUDIT_ENTITY_TYPES)("says what a %s is, known or not", (entityType) => {
    expect(whatWord(t, { entityType, entityId: ID, entityName: null })).not.toBe("");
    expect(whatWord(t, { entityType, entityId: null, entityName: null })).not.toBe("");
    expect(t(`entityType.${entityType}`)).not.toBe("");
  });
  it("says who acted, also where that is nobody known", () => {
    const nobody = { actorId: null, actorName: null };
    for (const actorKind of ["program", "unico", "unknown"] as const)
      expect(whoWord(t, { ...nobody, actorKind })).not.toBe("");
    expect(whoWord(t, { ...row, actorName: null })).toContain("019aa0b1…0001");
  });
});

describe("an event in words", () => {
  const t = translatorFor("en", "audit");
  it("is a sentence", () => {
    expect(sentenceOf(t, { ...row, action: "case.decide" })).toBe("Pessoa Teste decided case 10482.");
  });
  it("tells how it ended where it was not done", () => {
    expect(actionWord(t, { action: "case.approve", outcome: "refused" })).toBe("Decision approved, refused");
    expect(actionWord(t, { action: "access.refuse", outcome: "refused" })).toBe("Access refused");
    expect(sentenceOf(t, { ...row, action: "case.approve", outcome: "refused" })).not.toContain(
      " approved the",
    );
  });
  it("of a newer build is said as it is recorded", () => {
    expect(sentenceOf(t, { ...row, action: "robot.make" })).toBe("Pessoa Teste: robot.make, case 10482.");
    expect(whatWord(t, { entityType: "robot", entityId: "7", entityName: null })).toBe("robot 7");
  });
  it("tells what was read in the portal, and no more", () => {
    const detail = [
      { name: "says", value: "absent" },
      { name: "noteLength", value: "40" },
    ];
    for (const action of ["reverification.propose", "reverification.withdraw_word"])
      expect(detailWords("en", { action, detail })).toBe("there is no such call");
    expect(detailWords("pt-BR", { action: "reverification.reconcile", detail })).toBe("não há essa chamada");
  });
  it("tells why a sign-in by the company was refused, and of each reason that has words", () => {
    const why = (value: string) =>
      detailWords("en", { action: "session.refuse", detail: [{ name: "why", value }] });
    expect(why("company_role_none")).toBe("no role in the company’s sign-in");
    for (const [code, words] of Object.entries(en.detail.why)) expect(why(code)).toBe(words);
  });
  it("tells what was exported, what a check covered and found, and which alarm it was", () => {
    const words = (action: string, detail: Record<string, unknown>) =>
      detailWords("en", {
        action,
        detail: Object.entries(detail).map(([name, value]) => ({ name, value: String(value) })),
      });
    expect(words("audit.export", { format: "jsonl", rows: 1204 })).toBe("JSONL, 1,204 events");
    expect(words("audit.check", { full: true, events: 1 })).toBe("the whole log, 1 event");
    expect(words("audit.check", { full: false, check: "row_hash", block: 3 })).toBe(
      "what came since, touched, first in block 3 (row_hash)",
    );
    expect(words("audit.alarm", { alarm: "copy_late", over: false })).toBe("not copied outside");
    expect(words("audit.alarm", { alarm: "copy_late", over: true })).toBe("not copied outside, over");
    expect(words("limit.refuse", { most: 60, seconds: 60 })).toBe("more than 60 in 60 seconds");
  });
  it("links to what it is about for those who may look there", () => {
    const links = ROLES.filter((role) =>
      entityHref({ kind: "user", id: ID, name: "x", role, sessionId: ID, scope: null }, row),
    );
    expect(links).toEqual(["support", "analyst", "manager"]);
    const manager = { kind: "user", id: ID, name: "x", role: "manager", sessionId: ID, scope: null } as const;
    expect(entityHref(manager, { ...row, entityType: "session" })).toBeNull();
    expect(entityHref(manager, { ...row, entityId: null })).toBeNull();
  });
});

type Missing = Exclude<AuditEntry["entityType"], (typeof AUDIT_ENTITY_TYPES)[number]>;
const everyKindIsOffered: Missing extends never ? true : false = true;

describe("the address of the audit log", () => {
  it("offers every kind of thing that is audited", () => {
    expect(everyKindIsOffered).toBe(true);
  });
  it("reads what it wrote", () => {
    const { filter, dropped } = readAddress(auditTable, {
      action: ["case.take", "case.decide"],
      outcome: "done",
      actor: ID,
      entityType: "case",
      entity: "10482",
      from: "2026-11-01",
      to: "2026-11-21",
      after: "4311",
      event: "4300",
    });
    expect(dropped).toEqual([]);
    expect(hrefOf("/audit", filter, { after: filter.after })).toBe(
      `/audit?entity=10482&action=case.take&action=case.decide&outcome=done&actor=${ID}&entityType=case&from=2026-11-01&to=2026-11-21&sort=-at&after=4311&event=4300`,
    );
  });
  it.each([
    ["action", "case.burn"],
    ["outcome", "perhaps"],
    ["actor", "me"],
    ["entityType", "house"],
    ["entity", "a b"],
    ["entity", "a\0"],
    ["from", "yesterday"],
    ["to", "2026-02-30"],
    ["sort", "who"],
    ["after", "1.5"],
    ["before", "-1"],
    ["event", "99999999999999999999"],
  ])("leaves out %s=%s and says so", (name, value) => {
    const { filter, dropped } = readAddress(auditTable, { [name]: value });
    expect(dropped).toEqual([name]);
    expect(filter).toEqual(readAddress(auditTable, {}).filter);
  });
});
