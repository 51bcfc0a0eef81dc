import { createHash, timingSafeEqual } from "node:crypto";

/** Our policy: a notice has five short members. */
export const NOTICE_MAX_BYTES = 16_384;

/** Why a notice was turned away. The first two from anybody; the others from who has the secret. */
export type NoticeRefusal = "not_configured" | "credential" | "too_large" | "unreadable";

/** What became of a notice. not_ours: no call and no process of ours has that id. */
export const HANDLINGS = ["read", "settled", "not_ours", "gone", "not_found"] as const;
export type Handling = (typeof HANDLINGS)[number];

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const WITH_SCHEME = /^(basic|bearer) +(.*)$/i;

/**
 * Whether a notice carries our secret, in any of the ways that Unico's page of the webhook can be set to:
 * a secret `name:value` (the first colon parts them) is the header `name` with that value, or the user and password of
 * `Authorization: Basic`; a secret without a colon is the value of `Authorization`, bare or behind `Bearer`. Without a
 * secret nothing is authentic. Source: devcenter.unico.io, webhook, authentication.
 */
export function isAuthentic(headers: Pick<Headers, "get">, secret: string | undefined): boolean {
  if (!secret) return false;
  const given = headers.get("authorization") ?? "";
  const [, scheme = "", credential = ""] = WITH_SCHEME.exec(given) ?? [];
  const of = (wanted: string): string => (scheme.toLowerCase() === wanted ? credential : "");
  const colon = secret.indexOf(":");
  const pairs =
    colon === -1
      ? [
          [given, secret],
          [of("bearer"), secret],
        ]
      : [
          [headerOf(headers, secret.slice(0, colon)), secret.slice(colon + 1)],
          [of("basic"), Buffer.from(secret).toString("base64")],
        ];
  // All of them, so that the time does not tell which was nearly right.
  return pairs.map(([said = "", wanted = ""]) => isSame(said, wanted)).includes(true);
}

const headerOf = (headers: Pick<Headers, "get">, name: string): string =>
  HEADER_NAME.test(name) ? (headers.get(name) ?? "") : "";

/** Digests have one length whatever came, and comparing them takes one time. */
const isSame = (said: string, wanted: string): boolean =>
  timingSafeEqual(digest(said), digest(wanted)) && wanted !== "";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** A word of Unico's as the audit log, which nobody can clean, may hold it. */
export const codeOf = (raw: string): string => (/^[A-Z][A-Z0-9_]*$/.test(raw) ? raw : "other");
