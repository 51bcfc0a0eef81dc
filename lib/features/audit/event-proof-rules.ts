import { LATE_MS } from "./proof-state-rules.ts";

/**
 * What the copy outside says of a block: `same` as stored, or its chain leads to one that is; `other`; none that far yet;
 * too many blocks behind the next copy to follow now; no copy that can be read from here.
 */
export type CopyFound =
  | { readonly is: "same"; readonly block: number }
  | { readonly is: "other" | "none" | "far" | "unreadable" };

/** What was found out about one event. */
export type EventProofFacts = {
  /** Whether what is stored gives the hash that was written with it. */
  readonly content: "same" | "other" | "unknown_form";
  /** How long it has been in no block, by clocks that are not proved. */
  readonly waitsMs: number;
  /** It names a transaction that this server has not begun, or one that blocks have passed by. */
  readonly isOutOfPlace: boolean;
  readonly block: {
    readonly number: number;
    readonly sealedAt: Date;
    readonly keyId: string;
    /** Whether the event and the hashes beside its way give the block's root. */
    readonly leadsToRoot: boolean;
    /** What is wrong with its head: not its hash, not signed by a key that is trusted, not its signature. */
    readonly fault: "head" | "key" | "signature" | null;
    /** Whether the keys of before, which are kept beside the copies, could be read. */
    readonly areKeysKnown: boolean;
    readonly copy: CopyFound;
    readonly copyWaitsMs: number;
  } | null;
};

/** good · soon: not yet, as is normal for some seconds · late: it should be by now · open: cannot be said · bad */
export type StepState = "good" | "soon" | "late" | "open" | "bad";
export type ProofStep =
  | { readonly step: "content"; readonly is: "good" | "bad"; readonly word: EventProofFacts["content"] }
  | {
      readonly step: "block";
      readonly is: StepState;
      readonly word: "root" | "soon" | "late" | "not_root" | "outside";
    }
  | {
      readonly step: "signature";
      readonly is: StepState;
      readonly word: "good" | "head" | "key" | "signature" | "key_unread";
    }
  | {
      readonly step: "copy";
      readonly is: StepState;
      readonly word: "same" | "soon" | "late" | "other" | "far" | "unreadable";
    };

/** The worst of the steps; `proved` when each is good. */
export type EventStanding = "proved" | "soon" | "open" | "late" | "broken";
export type EventProof = {
  readonly standing: EventStanding;
  readonly steps: readonly ProofStep[];
  readonly block: { readonly number: number; readonly sealedAt: Date; readonly keyId: string } | null;
  /** The block whose copy outside covers the event. */
  readonly copiedWith: number | null;
};

/** How far the proof of one event reaches, step by step, and where it breaks. */
export function eventProofOf(facts: EventProofFacts): EventProof {
  const { content, block } = facts;
  const steps: ProofStep[] = [
    { step: "content", is: content === "same" ? "good" : "bad", word: content },
    blockStep(facts),
    ...(block ? [signatureStep(block), copyStep(block)] : []),
  ];
  return {
    standing: standingOf(steps),
    steps,
    block: block && { number: block.number, sealedAt: block.sealedAt, keyId: block.keyId },
    copiedWith: block?.copy.is === "same" ? block.copy.block : null,
  };
}

type Block = NonNullable<EventProofFacts["block"]>;

function blockStep({ block, waitsMs, isOutOfPlace }: EventProofFacts): ProofStep {
  if (isOutOfPlace) return { step: "block", is: "bad", word: "outside" };
  if (!block)
    return waitsMs > LATE_MS
      ? { step: "block", is: "late", word: "late" }
      : { step: "block", is: "soon", word: "soon" };
  return block.leadsToRoot
    ? { step: "block", is: "good", word: "root" }
    : { step: "block", is: "bad", word: "not_root" };
}

function signatureStep({ fault, areKeysKnown }: Block): ProofStep {
  if (fault === null) return { step: "signature", is: "good", word: "good" };
  if (fault === "key" && !areKeysKnown) return { step: "signature", is: "open", word: "key_unread" };
  return { step: "signature", is: "bad", word: fault };
}

function copyStep({ copy, copyWaitsMs }: Block): ProofStep {
  switch (copy.is) {
    case "same":
      return { step: "copy", is: "good", word: "same" };
    case "other":
      return { step: "copy", is: "bad", word: "other" };
    case "none":
      return copyWaitsMs > LATE_MS
        ? { step: "copy", is: "late", word: "late" }
        : { step: "copy", is: "soon", word: "soon" };
    case "far":
    case "unreadable":
      return { step: "copy", is: "open", word: copy.is };
  }
}

const WORST_FIRST = [
  ["bad", "broken"],
  ["late", "late"],
  ["open", "open"],
  ["soon", "soon"],
] as const satisfies readonly [StepState, EventStanding][];

const standingOf = (steps: readonly ProofStep[]): EventStanding =>
  WORST_FIRST.find(([state]) => steps.some(({ is }) => is === state))?.[1] ?? "proved";
