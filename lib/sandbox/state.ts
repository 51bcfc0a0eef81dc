import type { KeyObject } from "node:crypto";
import { openCredentials, publicKeyOf, type SandboxCredentials } from "./credentials.ts";
import type { Fault } from "./faults.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { type ProcessDocument, processScenarios } from "./process-documents.ts";
import { demoReferences, type Outcome, referenceScenarios } from "./scenarios.ts";

/** Every reading of Unico's documents that is not the sandbox's default can be switched on. */
export type SandboxSwitches = {
  /** Milliseconds that every answer of the two APIs takes at the least. */
  readonly latencyMs: number;
  readonly ratePerSecond: number;
  readonly tokenLifeSeconds: number;
  /** Token and key trouble as 401 without a body, as the newest page has it. */
  readonly authAs401: boolean;
  /** subject, its code and its name are demanded. */
  readonly strictSubject: boolean;
  /** `biometryToken.result` as a JSON boolean. */
  readonly booleans: boolean;
  readonly unknownReference: "500" | "404" | "400";
  /** A capture counts as used as soon as it is checked, not only when the process is made. */
  readonly captureUsedAtCheck: boolean;
};

export const defaultSwitches: SandboxSwitches = {
  latencyMs: 300,
  ratePerSecond: 10,
  tokenLifeSeconds: 3_600,
  authAs401: false,
  strictSubject: false,
  booleans: false,
  unknownReference: "500",
  captureUsedAtCheck: false,
};

export type ReferenceRule = {
  readonly outcome: Outcome;
  readonly latencyMs?: number;
  /** For the list only: a face, not a CPF, is what is compared. */
  readonly cpf?: string;
};

/** One request as it arrived; holds no body, header or query. */
export type RequestFact = { readonly at: string; readonly method: string; readonly path: string };

export type SandboxState = {
  readonly switches: SandboxSwitches;
  readonly credentials: SandboxCredentials;
  readonly publicKey: KeyObject;
  readonly retiredKeys: readonly KeyObject[];
  readonly ledger: Ledger;
  readonly nowMs: () => number;
  readonly references: Map<string, ReferenceRule>;
  readonly processes: Map<string, ProcessDocument>;
  /** Token to the time of its end. */
  readonly tokens: Map<string, number>;
  readonly seenAssertions: Set<string>;
  readonly usedCaptures: Set<string>;
  /** Times of failed signatures, for the lock. */
  readonly signatureFailures: number[];
  readonly requests: RequestFact[];
  readonly faults: Fault[];
  lockedUntilMs: number;
  bucket: { readonly tokens: number; readonly atMs: number };
};

export function createState(options: {
  readonly switches: Partial<SandboxSwitches>;
  readonly dataDir: string | undefined;
  readonly retiredKeys: readonly KeyObject[];
  readonly nowMs: () => number;
}): SandboxState {
  const credentials = openCredentials(options.dataDir);
  const switches = { ...defaultSwitches, ...options.switches };
  return {
    switches,
    credentials,
    publicKey: publicKeyOf(credentials),
    retiredKeys: options.retiredKeys,
    ledger: openLedger(options.dataDir),
    nowMs: options.nowMs,
    references: new Map(
      [...demoReferences, ...referenceScenarios].map((scenario) => [scenario.id, scenario]),
    ),
    processes: new Map(processScenarios.map(({ id, document }) => [id, document])),
    tokens: new Map(),
    seenAssertions: new Set(),
    usedCaptures: new Set(),
    signatureFailures: [],
    requests: [],
    faults: [],
    lockedUntilMs: 0,
    bucket: { tokens: switches.ratePerSecond, atMs: options.nowMs() },
  };
}
