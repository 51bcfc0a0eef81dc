import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { canonicalJson } from "./canonical.ts";
import type { BlockHead, SealedBlock } from "./proof-types.ts";

export const BLOCK_FORM = "contraprova/audit-block/1";
/** What the first block names as the one before. */
export const NO_BLOCK = "0".repeat(64);

/** Exactly the head's members: what else stands beside them is not hashed. */
const headOf = (block: BlockHead): BlockHead => ({
  form: block.form,
  number: block.number,
  previous: block.previous,
  root: block.root,
  count: block.count,
  total: block.total,
  xidFrom: block.xidFrom,
  xidUntil: block.xidUntil,
  sealedAt: block.sealedAt,
  keyId: block.keyId,
});

export const headHash = (block: BlockHead): string =>
  createHash("sha256")
    .update(canonicalJson({ ...headOf(block) }))
    .digest("hex");

export function keyIdOf(key: KeyObject): string {
  const spki = publicOf(key).export({ type: "spki", format: "der" });
  return createHash("sha256").update(spki).digest("hex").slice(0, 16);
}

export const publicOf = (key: KeyObject): KeyObject => (key.type === "public" ? key : createPublicKey(key));

/** Signs with the key whose id the head names. */
export function sealBlock(
  head: Omit<BlockHead, "form" | "keyId">,
  key: { readonly id: string; readonly privateKey: KeyObject },
): SealedBlock {
  const whole: BlockHead = { form: BLOCK_FORM, ...head, keyId: key.id };
  const hash = headHash(whole);
  return {
    ...headOf(whole),
    head: hash,
    signature: sign(null, Buffer.from(hash, "hex"), key.privateKey).toString("hex"),
  };
}

/** Public keys by their ids. */
export type Keys = ReadonlyMap<string, KeyObject>;
export const keysOf = (keys: readonly KeyObject[]): Keys =>
  new Map(keys.map((key) => [keyIdOf(key), publicOf(key)]));

/** What is wrong with a block by itself, or null. */
export function faultOf(block: SealedBlock, keys: Keys): "head" | "key" | "signature" | null {
  if (block.form !== BLOCK_FORM || headHash(block) !== block.head) return "head";
  const key = keys.get(block.keyId);
  if (!key) return "key";
  const isSigned = verify(null, Buffer.from(block.head, "hex"), key, Buffer.from(block.signature, "hex"));
  return isSigned ? null : "signature";
}
