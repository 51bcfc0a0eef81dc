import { isRecord } from "./checks.ts";

/** Every reading of Unico's documents that is not the sandbox's default can be switched on, also while it runs. */
export type SandboxSwitches = {
  /** Milliseconds that every answer of the two APIs takes at the least. */
  readonly latencyMs: number;
  /** The same of readings, which Unico answers sooner than it creates; null is as long. */
  readonly readLatencyMs: number | null;
  readonly ratePerSecond: number;
  readonly tokenLifeSeconds: number;
  /** How far ahead of its own clock an assertion's `iat` may lie. */
  readonly tokenSkewSeconds: number;
  /** How far its clock, and the Date of its answers, runs ahead of the machine's; below 0, behind. */
  readonly clockOffsetSeconds: number;
  /** The one address that assertions are meant for; null is its own, or the one that the request was sent to. */
  readonly audience: string | null;
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
  readLatencyMs: null,
  ratePerSecond: 10,
  tokenLifeSeconds: 3_600,
  tokenSkewSeconds: 60,
  clockOffsetSeconds: 0,
  audience: null,
  authAs401: false,
  strictSubject: false,
  booleans: false,
  unknownReference: "500",
  captureUsedAtCheck: false,
};

type Check = (value: unknown) => boolean;

const isNumber: Check = (value) => Number.isFinite(value);
const isBoolean: Check = (value) => typeof value === "boolean";
const atLeast =
  (least: number): Check =>
  (value) =>
    typeof value === "number" && Number.isFinite(value) && value >= least;

const CHECKS: Readonly<Record<keyof SandboxSwitches, Check>> = {
  latencyMs: atLeast(0),
  readLatencyMs: (value) => value === null || atLeast(0)(value),
  ratePerSecond: atLeast(1),
  tokenLifeSeconds: atLeast(1),
  tokenSkewSeconds: atLeast(0),
  clockOffsetSeconds: isNumber,
  audience: (value) => value === null || typeof value === "string",
  authAs401: isBoolean,
  strictSubject: isBoolean,
  booleans: isBoolean,
  unknownReference: (value) => value === "500" || value === "404" || value === "400",
  captureUsedAtCheck: isBoolean,
};

const isSwitch = (name: string): name is keyof SandboxSwitches => Object.hasOwn(CHECKS, name);

/** The switches among other options. */
export const switchesIn = (options: Partial<SandboxSwitches>): SandboxSwitches => ({
  ...defaultSwitches,
  ...Object.fromEntries(
    Object.entries(options).filter(([name, value]) => isSwitch(name) && value !== undefined),
  ),
});

/** Some switches as the control port takes them, or the name of the first that is none. */
export function readSwitches(
  value: unknown,
): { readonly switches: Partial<SandboxSwitches> } | { readonly wrong: string } {
  if (!isRecord(value)) return { wrong: "the body" };
  const wrong = Object.entries(value).find(([name, given]) => !isSwitch(name) || !CHECKS[name](given));
  return wrong ? { wrong: wrong[0] } : { switches: value };
}
