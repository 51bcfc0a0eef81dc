import { createHash } from "node:crypto";

// What is hashed, and how: RFC 8785 for the spelling, RFC 6962 for the tree.

export type Member = Record<string, unknown>;

export const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 8785: members in the order of their UTF-16 code units. */
export function spell(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spell).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = new Map(Object.entries(value));
  const names = [...members.keys()].sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${spell(members.get(name))}`).join(",")}}`;
}

export const pick = (from: Member, names: string): Member =>
  Object.fromEntries(names.split(" ").map((name) => [name, from[name]]));

/** The members of an event that its hash covers, by the number of its form. */
const EVENT_FORMS: Record<number, string> = {
  1: "at actorKind actorId actorRole sessionId address requestId action outcome entityType entityId detail",
};
export const HEAD = "form number previous root count total xidFrom xidUntil sealedAt keyId";

export const hashOf = (event: Member): string => {
  const names = EVENT_FORMS[Number(event.form)];
  return names ? sha256(spell(pick(event, names))).toString("hex") : "";
};

/** What is no whole number stands where no event does. */
const whole = (value: unknown): bigint => BigInt(Number.isSafeInteger(value) ? Number(value) : -1);

/** RFC 6962: 0x00 before a leaf, 0x01 before a node; a leaf is seq, at and xid of the event (64 bits each) and its hash. */
export function leafOf(event: Member): Buffer {
  const place = Buffer.alloc(24);
  place.writeBigInt64BE(whole(event.seq), 0);
  place.writeBigInt64BE(whole(Date.parse(String(event.at))), 8);
  place.writeBigInt64BE(whole(event.xid), 16);
  return sha256(Buffer.from([0]), place, Buffer.from(String(event.hash), "hex"));
}
const nodeOf = (left: Buffer, right: Buffer) => sha256(Buffer.from([1]), left, right);

export function rootOf(leaves: Buffer[]): Buffer {
  let level = leaves;
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = level.slice(i, i + 2);
      if (left) above.push(right ? nodeOf(left, right) : left);
    }
    level = above;
  }
  return level[0] ?? sha256();
}

/** RFC 9162, section 2.1.3.2. */
export function leadsTo(root: string, leaf: Buffer, index: number, count: number, path: string[]): boolean {
  if (!(index >= 0 && index < count)) return false;
  let [hash, at, last] = [leaf, index, count - 1];
  for (const beside of path.map((hex) => Buffer.from(hex, "hex"))) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeOf(beside, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else hash = nodeOf(hash, beside);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.toString("hex") === root;
}
