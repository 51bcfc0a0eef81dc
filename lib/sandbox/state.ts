import type { KeyObject } from "node:crypto";
import { openCredentials, publicKeyOf, type SandboxCredentials } from "./credentials.ts";
import type { Fault } from "./faults.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { createNotices, type Notices, type Webhook } from "./notices.ts";
import { type ProcessDocument, processScenarios } from "./process-documents.ts";
import { openRequestLog, type RequestLog } from "./request-log.ts";
import { demoReferences, type Outcome, referenceScenarios } from "./scenarios.ts";
import { type SandboxSwitches, switchesIn } from "./switches.ts";

export type ReferenceRule = {
  readonly outcome: Outcome;
  readonly latencyMs?: number;
  /** For the list only: a face, not a CPF, is what is compared. */
  readonly cpf?: string;
};

export type SandboxState = {
  switches: SandboxSwitches;
  /** What it was started with. */
  readonly firstSwitches: SandboxSwitches;
  readonly credentials: SandboxCredentials;
  readonly publicKey: KeyObject;
  readonly retiredKeys: readonly KeyObject[];
  readonly ledger: Ledger;
  /** Unix milliseconds of the machine. */
  readonly machineMs: () => number;
  /** Unix milliseconds of Unico's clock, which can be switched ahead of the machine's. */
  readonly nowMs: () => number;
  readonly references: Map<string, ReferenceRule>;
  readonly processes: Map<string, ProcessDocument>;
  /** Token to the time of its end. */
  readonly tokens: Map<string, number>;
  readonly seenAssertions: Set<string>;
  readonly usedCaptures: Set<string>;
  readonly requests: RequestLog;
  readonly faults: Fault[];
  readonly notices: Notices;
  /** Times of failed signatures, for the lock. */
  signatureFailures: readonly number[];
  lockedUntilMs: number;
  /** The account's own key is no longer accepted. */
  isKeyRetired: boolean;
  bucket: { readonly tokens: number; readonly atMs: number };
};

export function createState(options: {
  readonly switches: Partial<SandboxSwitches>;
  readonly dataDir: string | undefined;
  readonly retiredKeys: readonly KeyObject[];
  readonly nowMs: () => number;
  readonly webhook: Webhook | null;
}): SandboxState {
  const credentials = openCredentials(options.dataDir);
  const switches = switchesIn(options.switches);
  const usedCaptures = new Set<string>();
  const state: SandboxState = {
    switches,
    firstSwitches: switches,
    credentials,
    publicKey: publicKeyOf(credentials),
    retiredKeys: options.retiredKeys,
    // A capture stays used over a restart; a plain picture's hash is never asked for.
    ledger: openLedger(options.dataDir, ({ imageSha256 }) => usedCaptures.add(imageSha256)),
    machineMs: options.nowMs,
    nowMs: () => options.nowMs() + state.switches.clockOffsetSeconds * 1_000,
    references: new Map(
      [...demoReferences, ...referenceScenarios].map((scenario) => [scenario.id, scenario]),
    ),
    processes: new Map(processScenarios.map(({ id, document }) => [id, document])),
    tokens: new Map(),
    seenAssertions: new Set(),
    usedCaptures,
    requests: openRequestLog(options.dataDir),
    faults: [],
    notices: createNotices(options.webhook),
    signatureFailures: [],
    lockedUntilMs: 0,
    isKeyRetired: false,
    bucket: { tokens: switches.ratePerSecond, atMs: options.nowMs() },
  };
  return state;
}

/** Lets go of its files. */
export function closeState({ ledger, requests }: SandboxState): void {
  ledger.close();
  requests.close();
}

/** Takes switches over, with a full bucket at the new rate. */
export function switchTo(state: SandboxState, switches: Partial<SandboxSwitches>): void {
  state.switches = { ...state.switches, ...switches };
  state.bucket = { tokens: state.switches.ratePerSecond, atMs: state.nowMs() };
}

/** As at the start, but for what was kept: ledger, log, tokens, references and processes stay. */
export function resetTrouble(state: SandboxState): void {
  state.faults.length = 0;
  state.signatureFailures = [];
  state.lockedUntilMs = 0;
  state.isKeyRetired = false;
  switchTo(state, state.firstSwitches);
}
