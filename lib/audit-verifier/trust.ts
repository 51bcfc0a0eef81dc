import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { HEAD, type Member, pick, sha256, spell } from "./hashing.ts";

/** Whose signature counts. */
export type Trust = {
  /** Public keys by their ids. */
  readonly keys: ReadonlyMap<string, KeyObject>;
  /** Ids of keys that fell into other hands, and the last block that each signed rightly. */
  readonly distrusted: ReadonlyMap<string, number>;
};

const idOf = (key: KeyObject) =>
  sha256(key.export({ type: "spki", format: "der" }))
    .subarray(0, 8)
    .toString("hex");

export const trustIn = (pems: readonly string[], distrusted: Trust["distrusted"]): Trust => ({
  keys: new Map(pems.map((pem) => createPublicKey(pem)).map((key) => [idOf(key), key])),
  distrusted,
});

/** `0123456789abcdef:42`: no block after that one may be signed with that key. */
export function readDistrust(text: string): [string, number] {
  const [, id, block] = /^([0-9a-f]{16}):(\d{1,15})$/.exec(text) ?? [];
  if (!id || !block) throw new Error("--distrust takes a key's id and a block, as in 0123456789abcdef:42");
  return [id, Number(block)];
}

/** What is wrong with a block by itself. */
export function faultOf(block: Member, { keys, distrusted }: Trust): string | null {
  if (sha256(spell(pick(block, HEAD))).toString("hex") !== block.head) return "head";
  const keyId = String(block.keyId);
  const key = keys.get(keyId);
  if (!key || Number(block.number) > (distrusted.get(keyId) ?? Number.POSITIVE_INFINITY)) return "key";
  const signature = Buffer.from(String(block.signature), "hex");
  return verify(null, Buffer.from(String(block.head), "hex"), key, signature) ? null : "signature";
}

/** A place as a person reads it. */
export const at = (check: string, block: unknown, seq: unknown = null) =>
  `${check}: block ${block}${seq === null ? "" : `, event ${seq}`}`;
