/** A block's head, as it is hashed and signed. Hashes in hex, moments as RFC 3339 with milliseconds. */
export type BlockHead = {
  readonly form: "contraprova/audit-block/1";
  readonly number: number;
  /** The head hash of the block before; 64 zeros for the first. */
  readonly previous: string;
  readonly root: string;
  /** Events in it. */
  readonly count: number;
  /** Events in it and in all blocks before. */
  readonly total: number;
  /** Which transactions it covers: from `xidFrom` on, below `xidUntil`. */
  readonly xidFrom: number;
  readonly xidUntil: number;
  readonly sealedAt: string;
  /** The first 16 hex digits of SHA-256 over the public key's SPKI. */
  readonly keyId: string;
};
/** `head` is SHA-256 over the canonical JSON of all members above; `signature` is Ed25519 over those 32 bytes. */
export type SealedBlock = BlockHead & { readonly head: string; readonly signature: string };

/** An event as exports carry it. */
export type ProvedEvent = {
  readonly seq: number;
  /** The transaction that wrote it. */
  readonly xid: number;
  readonly form: number;
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly actorRole: string | null;
  readonly sessionId: string | null;
  readonly address: string | null;
  readonly requestId: string;
  readonly action: string;
  readonly outcome: string;
  readonly entityType: string;
  readonly entityId: string | null;
  readonly detail: unknown;
  readonly hash: string;
};

/** Where an event stands in its block, and the hashes beside its way up to the root (RFC 6962). */
export type Inclusion = { readonly block: number; readonly leaf: number; readonly path: readonly string[] };

/** One event's proof of inclusion: a file for somebody who does not trust this program. */
export type ProofDocument = {
  readonly form: "contraprova/audit-proof/1";
  readonly event: ProvedEvent;
  readonly inclusion: Inclusion;
  readonly block: SealedBlock;
};

/**
 * The lines of an export, each one JSON object: a header, then for each block its line and the events of it, then the
 * end. `blocks`: whole blocks without a gap, so that what is missing shows; `selection`: events with a path each.
 * An event younger than the last seal stands there without `inclusion`.
 */
export type ExportLine =
  | {
      readonly kind: "header";
      readonly form: "contraprova/audit-export/1";
      readonly scope: "selection";
      readonly madeAt: string;
    }
  | {
      readonly kind: "header";
      readonly form: "contraprova/audit-export/1";
      readonly scope: "blocks";
      readonly from: number;
      /** The last that was asked for; null for the newest. */
      readonly to: number | null;
      readonly madeAt: string;
    }
  | ({ readonly kind: "block" } & SealedBlock)
  | ({ readonly kind: "event"; readonly inclusion: Inclusion | null } & ProvedEvent)
  | { readonly kind: "end"; readonly blocks: number; readonly events: number };

/** Which check failed, at which place. */
export type ProofCheck =
  | "row_hash"
  /** A number that two events have. */
  | "seq"
  | "count"
  | "root"
  | "number"
  | "chain"
  | "head"
  | "signature"
  | "key"
  | "range"
  | "total"
  | "checkpoint"
  | "checkpoint_missing"
  | "archive";
export type BadPlace = {
  readonly check: ProofCheck;
  readonly block: number | null;
  /** The event; null where it is the whole block, or one that is gone. */
  readonly seq: number | null;
};
/** `key_back`: a block is signed by a key that another had replaced. */
export const ANOMALY_KINDS = ["clock_back", "back_dated", "key_back"] as const;
/** Strange, and no sign of tampering by itself. */
export type Anomaly = {
  readonly kind: (typeof ANOMALY_KINDS)[number];
  readonly block: number;
  readonly seq: number | null;
};

/** What `/audit` tells of the proof. */
export type ProofState = {
  /** When the first block was sealed. */
  readonly beganAt: Date | null;
  readonly lastSeal: { readonly block: number; readonly at: Date; readonly total: number } | null;
  readonly unsealed: number;
  /** Events of which only the hash is here. */
  readonly archived: number;
  /** Since when the oldest event has been waiting for its seal, and how long that is by the database's clock. */
  readonly waitingSince: Date | null;
  readonly lagMs: number;
  /** Over two minutes. */
  readonly isLate: boolean;
  readonly checkpoint: {
    readonly block: number | null;
    readonly at: Date | null;
    /** Since when the copy outside cannot be written; null while it can. */
    readonly failingSince: Date | null;
    /** A sealed block has been waiting for its copy for over two minutes. */
    readonly isOverdue: boolean;
  };
  readonly lastCheck: {
    readonly at: Date;
    /** The whole log, or what came since the check before. */
    readonly isFull: boolean;
    readonly upToBlock: number;
    readonly events: number;
    readonly tookMs: number;
    readonly bad: BadPlace | null;
    /** The event to begin looking at, where it is here. */
    readonly badEvent: number | null;
  } | null;
  readonly lastFullCheckAt: Date | null;
  /** Of the last check of the whole log and of those after it. */
  readonly anomalies: {
    readonly count: number;
    readonly first: (Anomaly & { readonly event: number | null }) | null;
  };
};

// What the service functions give (lib/features/audit/{proof-state,exporting-proof}.ts; all need `audit:read`):
//   proofState(ctx): Promise<ProofState>
//   proofOfEvent(ctx, seq: number): Promise<Result<ProofDocument, { code: "not_found" | "not_sealed" }>>
//   exportProof(ctx, { seqs: AsyncIterable<readonly number[]> } | { blocks: { from: number; to: number | null } }):
//     AsyncGenerator<ExportLine>
