import { readFileSync } from "node:fs";

export type Vector = {
  readonly id: string;
  readonly title: string;
  readonly jwt?: {
    readonly header: Record<string, unknown>;
    readonly claims: Record<string, unknown>;
    readonly signedWith: string;
  };
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body?: Record<string, unknown>;
    readonly bodyRaw?: string;
    readonly form?: Record<string, string>;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body?: unknown;
    readonly bodyRaw?: string;
  };
  readonly expect: {
    readonly outcome: string;
    readonly code?: string;
    readonly score?: number;
    readonly warnings?: readonly string[];
    readonly refreshAfterSeconds?: number;
    readonly retryAfterSeconds?: number;
  };
};

/** What Unico sends to us, and what we answer. */
export type Notice = {
  readonly id: string;
  readonly title: string;
  readonly request: {
    readonly headers: Record<string, string>;
    readonly body: { readonly processId: string; readonly state: string; readonly lastEvent?: string };
  };
  readonly expect: { readonly answer: number; readonly then: string };
};

export type Variant = {
  readonly id: string;
  readonly body?: unknown;
  readonly bodyRaw?: string;
  readonly parsed: { readonly code: string | null; readonly message: string | null };
};

type Vectors = {
  readonly fixedClock: { readonly unixSeconds: number };
  readonly images: Record<string, { readonly base64?: string; readonly expect: string }>;
  readonly cpfs: { readonly valid: readonly string[]; readonly invalid: readonly string[] };
  readonly token: readonly Vector[];
  readonly createProcess: readonly Vector[];
  readonly getProcess: readonly Vector[];
  readonly getProcessApiContract: readonly Vector[];
  readonly getSelfie: readonly Vector[];
  readonly getEvidenceSet: readonly Vector[];
  readonly webhook: readonly Notice[];
  readonly errorBodyVariants: readonly Variant[];
  readonly tokenRequestEncoding: { readonly raw: string };
};

/** The protocol's own test vectors; its people are synthetic. */
export const vectors: Vectors = JSON.parse(
  readFileSync(new URL("../../support/unico-vectors.json", import.meta.url), "utf8"),
);

/** The body on the wire: raw text as it is, no body for null. */
export function wireBody({ body, bodyRaw }: { readonly body?: unknown; readonly bodyRaw?: string }): string {
  if (bodyRaw !== undefined) return bodyRaw;
  if (body === null || body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}
