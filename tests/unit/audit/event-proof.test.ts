import { expect, it } from "vitest";
import { type EventProofFacts, eventProofOf } from "#lib/features/audit/event-proof-rules.ts";
import { LATE_MS } from "#lib/features/audit/proof-state-rules.ts";

type Block = NonNullable<EventProofFacts["block"]>;

const block = (change: Partial<Block> = {}): Block => ({
  number: 7,
  sealedAt: new Date("2026-11-22T12:00:00Z"),
  keyId: "0123456789abcdef",
  leadsToRoot: true,
  fault: null,
  areKeysKnown: true,
  copy: { is: "same", block: 9 },
  copyWaitsMs: 0,
  ...change,
});
const facts = (change: Partial<EventProofFacts> = {}): EventProofFacts => ({
  content: "same",
  waitsMs: 0,
  isOutOfPlace: false,
  block: null,
  ...change,
});
const sealed = (change: Partial<Block> = {}) => facts({ block: block(change) });

it.each<[string, EventProofFacts, string, string]>([
  ["all is as it should be", sealed(), "proved", "content.same block.root signature.good copy.same"],
  ["it was written just now", facts(), "soon", "content.same block.soon"],
  ["it waits as long as it may", facts({ waitsMs: LATE_MS }), "soon", "content.same block.soon"],
  ["it waits longer", facts({ waitsMs: LATE_MS + 1 }), "late", "content.same block.late"],
  ["its content is another", facts({ content: "other" }), "broken", "content.other block.soon"],
  [
    "its content is another, and it waits",
    facts({ content: "other", waitsMs: 9 * LATE_MS }),
    "broken",
    "content.other block.late",
  ],
  [
    "its form is not known",
    facts({ content: "unknown_form", block: block() }),
    "broken",
    "content.unknown_form block.root signature.good copy.same",
  ],
  ["it was put past the program", facts({ isOutOfPlace: true }), "broken", "content.same block.outside"],
  [
    "it lies between two blocks",
    facts({ isOutOfPlace: true, block: block({ leadsToRoot: false }) }),
    "broken",
    "content.same block.outside signature.good copy.same",
  ],
  [
    "it is not what was sealed",
    sealed({ leadsToRoot: false }),
    "broken",
    "content.same block.not_root signature.good copy.same",
  ],
  ...(["head", "key", "signature"] as const).map((fault): [string, EventProofFacts, string, string] => [
    `the block's head has a wrong ${fault}`,
    sealed({ fault }),
    "broken",
    `content.same block.root signature.${fault} copy.same`,
  ]),
  [
    "an old key cannot be known from here",
    sealed({ fault: "key", areKeysKnown: false, copy: { is: "unreadable" } }),
    "open",
    "content.same block.root signature.key_unread copy.unreadable",
  ],
  [
    "a signature is wrong, whatever keys are known",
    sealed({ fault: "signature", areKeysKnown: false }),
    "broken",
    "content.same block.root signature.signature copy.same",
  ],
  [
    "its copy is to come",
    sealed({ copy: { is: "none" }, copyWaitsMs: LATE_MS }),
    "soon",
    "content.same block.root signature.good copy.soon",
  ],
  [
    "its copy should be there",
    sealed({ copy: { is: "none" }, copyWaitsMs: LATE_MS + 1 }),
    "late",
    "content.same block.root signature.good copy.late",
  ],
  [
    "the copy says otherwise",
    sealed({ copy: { is: "other" } }),
    "broken",
    "content.same block.root signature.good copy.other",
  ],
  [
    "the copy is too far off",
    sealed({ copy: { is: "far" } }),
    "open",
    "content.same block.root signature.good copy.far",
  ],
])("when %s", (_name, given, standing, steps) => {
  const proof = eventProofOf(given);
  expect(proof.standing).toBe(standing);
  expect(proof.steps.map(({ step, word }) => `${step}.${word}`).join(" ")).toBe(steps);
});

it("is broken by any bad step, and proved by none but good ones", () => {
  const contents = ["same", "other", "unknown_form"] as const;
  const faults = [null, "head", "key", "signature"] as const;
  const copies = [{ is: "same", block: 9 }, { is: "other" }, { is: "none" }, { is: "far" }] as const;
  let proved = 0;
  for (const content of contents)
    for (const leadsToRoot of [true, false])
      for (const fault of faults)
        for (const copy of copies)
          for (const isOutOfPlace of [false, true]) {
            const given = facts({ content, isOutOfPlace, block: block({ leadsToRoot, fault, copy }) });
            const { standing } = eventProofOf(given);
            const isBad =
              content !== "same" || !leadsToRoot || fault !== null || copy.is === "other" || isOutOfPlace;
            expect(standing === "broken").toBe(isBad);
            if (standing === "proved") proved += 1;
          }
  expect(proved).toBe(1);
});
