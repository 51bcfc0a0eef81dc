import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { Tx } from "#lib/db/client.ts";
import * as accounts from "./repository.ts";
import { endLinksOf } from "./repository-people.ts";
import { LINK_LIFE_MS } from "./rules.ts";

/** Shown once to who made it; nobody can read it anywhere after. */
export type OneTimeLink = { token: string; expiresAt: Date };

export const hashOfToken = (token: string) => new Uint8Array(createHash("sha256").update(token).digest());

/** The only open link of the person: the ones before it end here. */
export async function makeLink(tx: Tx, userId: string, now: Date): Promise<OneTimeLink> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now.getTime() + LINK_LIFE_MS);
  await endLinksOf(tx, userId, now);
  await accounts.insertLink(tx, { userId, tokenHash: hashOfToken(token), expiresAt });
  return { token, expiresAt };
}
