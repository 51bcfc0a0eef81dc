// Checks an export of the audit log, or the proof of one event, with nothing but Node: no database, no settings, and no
// line of the program that wrote them. `node lib/audit-verifier/verify-export.ts EXPORT --key PUBLIC_KEY.pem [...]`
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import fs from "node:fs";
import readline from "node:readline";
import { parseArgs } from "node:util";

type Member = Record<string, unknown>;
type Report = { blocks: number; events: number; unsealed: number; unproved: number; bad: string | null };

/** An event may wait this long for its seal. */
const SEAL_DUE_MS = 120_000;

const sha256 = (...parts: (string | Uint8Array)[]): Buffer => {
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

const pick = (from: Member, names: string): Member =>
  Object.fromEntries(names.split(" ").map((name) => [name, from[name]]));

/** The members of an event that its hash covers, by the number of its form. */
const EVENT_FORMS: Record<number, string> = {
  1: "at actorKind actorId actorRole sessionId address requestId action outcome entityType entityId detail",
};
const HEAD = "form number previous root count total xidFrom xidUntil sealedAt keyId";

const hashOf = (event: Member): string => {
  const names = EVENT_FORMS[Number(event.form)];
  return names ? sha256(spell(pick(event, names))).toString("hex") : "";
};

/** What is no whole number stands where no event does. */
const whole = (value: unknown): bigint => BigInt(Number.isSafeInteger(value) ? Number(value) : -1);

/** RFC 6962: 0x00 before a leaf, 0x01 before a node; a leaf is seq, at and xid of the event (64 bits each) and its hash. */
function leafOf(event: Member): Buffer {
  const place = Buffer.alloc(24);
  place.writeBigInt64BE(whole(event.seq), 0);
  place.writeBigInt64BE(whole(Date.parse(String(event.at))), 8);
  place.writeBigInt64BE(whole(event.xid), 16);
  return sha256(Buffer.from([0]), place, Buffer.from(String(event.hash), "hex"));
}
const nodeOf = (left: Buffer, right: Buffer) => sha256(Buffer.from([1]), left, right);

function rootOf(leaves: Buffer[]): Buffer {
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
function leadsTo(root: string, leaf: Buffer, index: number, count: number, path: string[]): boolean {
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

const idOf = (key: KeyObject) =>
  sha256(key.export({ type: "spki", format: "der" }))
    .subarray(0, 8)
    .toString("hex");

function faultOf(block: Member, keys: Map<string, KeyObject>): string | null {
  if (sha256(spell(pick(block, HEAD))).toString("hex") !== block.head) return "head";
  const key = keys.get(String(block.keyId));
  if (!key) return "key";
  const signature = Buffer.from(String(block.signature), "hex");
  return verify(null, Buffer.from(String(block.head), "hex"), key, signature) ? null : "signature";
}

const at = (check: string, block: unknown, seq: unknown = null) =>
  `${check}: block ${block}${seq === null ? "" : `, event ${seq}`}`;

function read(text: string): Member {
  try {
    const value = Object(JSON.parse(text));
    // A member that stands there twice is read by its last, and by others perhaps by its first.
    const isAsWritten = [JSON.stringify(value), JSON.stringify(value, null, 2)].includes(text.trim());
    return isAsWritten ? value : {};
  } catch {
    return {};
  }
}

/** One event's document. */
function checkProof(proof: Member, keys: Map<string, KeyObject>): string | null {
  const [block, event, inclusion] = [Object(proof.block), Object(proof.event), Object(proof.inclusion)];
  const fault = faultOf(block, keys);
  if (fault) return at(fault, block.number);
  if (hashOf(event) !== event.hash) return at("row_hash", block.number, event.seq);
  const isIn =
    inclusion.block === block.number &&
    Array.isArray(inclusion.path) &&
    leadsTo(block.root, leafOf(event), inclusion.leaf, block.count, inclusion.path);
  return isIn ? null : at("root", block.number, event.seq);
}

/** Every line of an export, in order; `copies` are lines of the checkpoints kept outside. */
async function checkExport(lines: AsyncIterable<string>, keys: Map<string, KeyObject>, copies: Member[]) {
  const report: Report = { blocks: 0, events: 0, unsealed: 0, unproved: 0, bad: null };
  const unsealedAtMs: number[] = [];
  let [isEnded, newestMs] = [false, Number.NEGATIVE_INFINITY];
  const blocks = new Map<unknown, Member>();
  const seen = new Set<unknown>();
  let scope: unknown = null;
  let last: Member | null = null;
  let leaves: Buffer[] = [];
  const endBlock = () => {
    if (!last || scope !== "blocks") return null;
    if (leaves.length !== last.count) return at("count", last.number);
    return rootOf(leaves).toString("hex") === last.root ? null : at("root", last.number);
  };
  const joins = (block: Member, before: Member | null) => {
    const isFirst = block.number === 1;
    if (!before) return isFirst && block.previous !== "0".repeat(64) ? "chain" : null;
    if (block.number !== Number(before.number) + 1) return "number";
    if (block.previous !== before.head) return "chain";
    if (block.xidFrom !== before.xidUntil) return "range";
    return block.total === Number(before.total) + Number(block.count) ? null : "total";
  };

  for await (const text of lines) {
    const line = read(text);
    const isHeader = line.kind === "header";
    if (isEnded) report.bad = "end: there is more behind the end";
    else if (isHeader !== (scope === null)) report.bad = "form: the header is not the first line";
    else if (isHeader) scope = line.scope;
    else if (line.kind === "block") {
      const wrong = scope === "blocks" ? joins(line, last) : null;
      const numbered = wrong === "number" && last ? Number(last.number) + 1 : line.number;
      const own = faultOf(line, keys);
      const fault = wrong === "number" ? wrong : (own ?? wrong);
      const copy = copies.find((each) => each.number === line.number);
      report.bad = endBlock();
      if (report.bad) return report;
      if (fault) report.bad = at(fault, numbered);
      else if (copy && copy.head !== line.head) report.bad = at("checkpoint", line.number);
      blocks.set(line.number, line);
      [last, leaves] = [line, []];
      newestMs = Math.max(newestMs, Date.parse(String(line.sealedAt)));
      report.blocks += 1;
    } else if (line.kind === "event") {
      report.events += 1;
      const inclusion: Member | null = line.inclusion ? Object(line.inclusion) : null;
      const block = inclusion && (scope === "blocks" ? last : blocks.get(inclusion.block));
      if (hashOf(line) !== line.hash) report.bad = at("row_hash", inclusion?.block, line.seq);
      else if (seen.has(line.seq)) report.bad = at("seq", inclusion?.block, line.seq);
      else if (!inclusion) unsealedAtMs.push(Date.parse(String(line.at)));
      else if (!block || block.number !== inclusion.block) report.bad = at("root", inclusion.block, line.seq);
      else if (scope === "blocks") leaves.push(leafOf(line));
      else {
        const path = Array.isArray(inclusion.path) ? inclusion.path.map(String) : [];
        if (!leadsTo(String(block.root), leafOf(line), Number(inclusion.leaf), Number(block.count), path))
          report.bad = at("root", block.number, line.seq);
      }
      seen.add(line.seq);
    } else if (line.kind === "end") {
      isEnded = true;
      if (line.events !== report.events || line.blocks !== report.blocks)
        report.bad = "count: the export was cut";
    } else report.bad = "form: a line of no known kind";
    if (report.bad) return report;
  }
  report.bad = endBlock() ?? (isEnded ? null : "end: the export was cut");
  // Only what was chosen moments after the newest seal may stand there without its proof.
  const isExcused = (atMs: number) => scope === "selection" && newestMs - atMs < SEAL_DUE_MS;
  report.unsealed = report.blocks > 0 ? unsealedAtMs.filter(isExcused).length : 0;
  report.unproved = unsealedAtMs.length - report.unsealed;
  const newest = copies.at(-1);
  if (!report.bad && newest && scope === "blocks" && Number(newest.number) > Number(last?.number ?? 0))
    report.bad = at("checkpoint", Number(last?.number ?? 0) + 1);
  return report;
}

/** Reads `file` and says what is wrong with it, if anything. */
export async function verifyFile(file: string, pems: string[], copies: string[] = []): Promise<Report> {
  const keys = new Map(pems.map((pem) => createPublicKey(pem)).map((key) => [idOf(key), key]));
  const known: Member[] = copies.map(read);
  const forged = known.findIndex((copy) => faultOf(copy, keys));
  if (forged >= 0) {
    const number = known[forged]?.number ?? Number(known[forged - 1]?.number ?? 0) + 1;
    return { blocks: 0, events: 0, unsealed: 0, unproved: 0, bad: at("checkpoint", number) };
  }
  if (!startOf(file).includes('"kind":"header"')) {
    const bad = checkProof(read(fs.readFileSync(file, "utf8")), keys);
    return { blocks: 1, events: 1, unsealed: 0, unproved: 0, bad };
  }
  const input = fs.createReadStream(file);
  const lines = readline.createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  return checkExport(lines, keys, known);
}

function startOf(file: string): string {
  const handle = fs.openSync(file, "r");
  const start = Buffer.alloc(200);
  const length = fs.readSync(handle, start);
  fs.closeSync(handle);
  return start.toString("utf8", 0, length);
}

/** What a person types; the exit code says how it went. */
export async function runVerifier(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: "string", multiple: true }, checkpoints: { type: "string", multiple: true } },
  });
  const [file] = positionals;
  if (!file || !values.key) {
    process.stderr.write(
      "EXPORT --key PUBLIC_KEY.pem [--checkpoints FILE.jsonl]: what to check, by which key\n",
    );
    return 2;
  }
  const textOf = (name: string) => fs.readFileSync(name, "utf8");
  const copies = (values.checkpoints ?? []).flatMap((name) => textOf(name).split("\n").filter(Boolean));
  const { bad, blocks, events, unsealed, unproved } = await verifyFile(file, values.key.map(textOf), copies);
  const verdict = bad ?? (unproved > 0 ? `${unproved} events are not proved` : "all of it holds");
  process.stdout.write(`${events} events, ${blocks} blocks, ${unsealed} not sealed yet: ${verdict}\n`);
  return bad || unproved > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.filename === fs.realpathSync(process.argv[1]))
  process.exitCode = await runVerifier(process.argv.slice(2));
