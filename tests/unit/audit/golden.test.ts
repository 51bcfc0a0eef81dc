import fs from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spell } from "#lib/audit-verifier/hashing.ts";
import { headHash } from "#lib/features/audit/blocks.ts";
import { type AuditFacts, canonicalJson, hashOfForm, type Json } from "#lib/features/audit/canonical.ts";
import { createTree, leafOf, levelsOf, pathIn, rootByPath, rootOf } from "#lib/features/audit/merkle.ts";
import type { BlockHead } from "#lib/features/audit/proof-types.ts";

type Golden = {
  events: {
    form: number;
    seq: number;
    xid: number;
    event: Omit<AuditFacts, "at"> & { at: string };
    text: string;
    hash: string;
    leaf: string;
  }[];
  roots: string[];
  head: BlockHead;
  headHash: string;
};
const golden: Golden = JSON.parse(
  fs.readFileSync(new URL("../../support/audit-golden.json", import.meta.url), "utf8"),
);
const hex = (bytes: Uint8Array | null) => Buffer.from(bytes ?? []).toString("hex");
const leaves = golden.events.map(({ leaf }) => Buffer.from(leaf, "hex"));

describe("the forms that others made", () => {
  it.each(golden.events)("event $seq of form $form", ({ form, seq, xid, event, text, hash, leaf }) => {
    const facts = { ...event, at: new Date(event.at) };
    expect(canonicalJson(event)).toBe(text);
    expect(hex(hashOfForm(form, facts))).toBe(hash);
    expect(hex(leafOf({ seq, atMs: facts.at.getTime(), xid }, Buffer.from(hash, "hex")))).toBe(leaf);
  });
  it("trees of one to five leaves", () => {
    expect(golden.roots.map((_, i) => hex(rootOf(leaves.slice(0, i + 1))))).toEqual(golden.roots);
  });
  it("the head of a block", () => {
    expect(headHash(golden.head)).toBe(golden.headHash);
    expect(headHash({ ...golden.head, signature: "beside it" } as BlockHead)).toBe(golden.headHash);
  });
  it("and none that nobody made", () => {
    const [first] = golden.events;
    expect(hashOfForm(2, { ...first?.event, at: new Date() } as AuditFacts)).toBeNull();
  });
});

describe("a tree", () => {
  it("leads from each leaf to its root, by the path of that leaf alone", () => {
    for (let count = 1; count <= 70; count += 1) {
      const many = Array.from({ length: count }, (_, i) =>
        leafOf({ seq: i, atMs: i, xid: i }, Buffer.alloc(32, i)),
      );
      const root = hex(rootOf(many));
      const levels = levelsOf(many);
      for (const [index, leaf] of many.entries()) {
        const path = pathIn(levels, index);
        expect(hex(rootByPath(leaf, { index, count }, path))).toBe(root);
        expect(hex(rootByPath(leaf, { index: (index + 1) % count, count }, path)) === root).toBe(count === 1);
        expect(rootByPath(leaf, { index: count, count }, path)).toBeNull();
        expect(rootByPath(leaf, { index, count }, [...path, leaf])?.toString("hex")).not.toBe(root);
      }
    }
  });
  it("takes no node for a leaf", () => {
    const [a, b] = leaves;
    const tree = createTree();
    tree.add(rootOf(leaves.slice(0, 2)));
    expect(a && b && hex(tree.root())).not.toBe(hex(leafOf({ seq: 1, atMs: 1, xid: 1 }, tree.root())));
  });
});

/** What details may hold: any JSON whose texts a database takes. */
const text = fc.string({ unit: "grapheme", maxLength: 12 }).filter((value) => !value.includes("\0"));
const payload = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false, "NFC \u00e9", "NFD e\u0301", "2026-11-21T13:02:41-03:00"),
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(text, tie("any"), { maxKeys: 5 }),
  ),
})).any;

const turned = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  );
};

describe("the canonical form of 10,000 payloads", () => {
  it("is one, in whatever order and after whatever copy; the other verifier spells it alike", () => {
    fc.assert(
      fc.property(payload, (value) => {
        const form = canonicalJson(value);
        expect(canonicalJson(turned(value))).toBe(form);
        expect(canonicalJson(JSON.parse(form))).toBe(form);
        expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(form);
        expect(spell(value)).toBe(form);
      }),
      { numRuns: 10_000 },
    );
  }, 60_000);
});
