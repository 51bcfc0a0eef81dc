import { expect, it } from "vitest";
import { changesOf } from "#lib/features/audit/rules.ts";
import { auditSearchInput } from "#lib/features/audit/search-schema.ts";
import { LOOKS } from "#lib/features/audit/table-schema.ts";

it("tells what changed member by member, and leaves out what stayed", () => {
  const detail = {
    from: "open",
    to: "in_review",
    before: { role: "support", kept: 1, gone: [1, 2] },
    after: { role: "analyst", kept: 1, added: { a: true } },
  };
  expect(changesOf(detail)).toEqual([
    { name: "state", before: "open", after: "in_review" },
    { name: "role", before: "support", after: "analyst" },
    { name: "gone", before: "[1,2]", after: null },
    { name: "added", before: null, after: '{"a":true}' },
  ]);
});

it.each([null, 3, "x", [], {}, { from: "a", to: "a" }, { before: 1, after: {} }])(
  "finds no change in %j",
  (detail) => {
    expect(changesOf(detail)).toEqual([]);
  },
);

it("counts reveals, searches, views, files and exports as looks, and decisions not", () => {
  const looks = [
    "case.view",
    "selfie.view",
    "pii.reveal",
    "subject.search",
    "subject.file",
    "audit.export",
    "case.attachment",
  ];
  expect(LOOKS).toEqual(expect.arrayContaining(looks));
  expect(LOOKS).not.toContain("case.decide");
});

it.each([
  ["10482", { entity: "10482" }],
  ["  case:read ", { entity: "case:read" }],
  [
    "https://x.test/cases/80371B2A-3ac7-432e-866d-57fe37896ac6",
    { entity: "80371b2a-3ac7-432e-866d-57fe37896ac6" },
  ],
  ["203.0.113.7", { address: "203.0.113.7" }],
  ["2001:db8::1", { address: "2001:db8::1" }],
  ["529.982.247-25", { cpf: "52998224725" }],
  ["52998224725", { cpf: "52998224725" }],
  ["", {}],
])("reads %j typed into the search", (q, read) => {
  expect(auditSearchInput.parse({ q }).q).toEqual(read);
});

it.each(["529.982.247-26", "12345678901", "two words", "a\0"])("does not put %j into an address", (q) => {
  expect(auditSearchInput.safeParse({ q }).success).toBe(false);
});
