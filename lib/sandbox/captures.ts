import { createHash } from "node:crypto";
import { parseRecord } from "./checks.ts";

export type Capture = { readonly image: string; readonly exp: number; readonly hash: string };

/**
 * The Web SDK's encrypted string as a 2022 build made it: a compact JWS with image, iat and exp. Its signature is
 * not checked, for its secret is Unico's. Source: github.com/acesso-io/unico-transacional.
 */
export function readCapture(value: string): Capture | null {
  const parts = value.split(".");
  const claims =
    parts.length === 3 ? parseRecord(Buffer.from(parts[1] ?? "", "base64url").toString("utf8")) : null;
  if (typeof claims?.image !== "string") return null;
  if (typeof claims.iat !== "number" || typeof claims.exp !== "number") return null;
  return { image: claims.image, exp: claims.exp, hash: sha256(value) };
}

export const sha256 = (value: string): string => createHash("sha256").update(value).digest("hex");
