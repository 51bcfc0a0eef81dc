// Checks an export of the audit log, or the proof of one event, with nothing but Node: no database, no settings, and no
// line of the program that wrote them. This folder may be copied anywhere.
// `node verify-export.ts EXPORT --key PUBLIC_KEY.pem [...]`
import fs from "node:fs";
import readline from "node:readline";
import { parseArgs } from "node:util";
import { checkExport, NOTHING, type Report, read } from "./export-lines.ts";
import { hashOf, leadsTo, leafOf, type Member } from "./hashing.ts";
import { at, faultOf, readDistrust, type Trust, trustIn } from "./trust.ts";

const USAGE = `EXPORT --key PUBLIC_KEY.pem [--checkpoints FILE.jsonl] [--distrust KEY_ID:BLOCK]
  --key          a public key in PEM that blocks may be signed with; more than one may be given
  --checkpoints  lines that were copied outside the database; show a log that was cut or made anew
  --distrust     a key in other hands: no block after that one may be signed with it
`;

/** One event's document. */
function checkProof(proof: Member, trust: Trust): string | null {
  const [block, event, inclusion] = [Object(proof.block), Object(proof.event), Object(proof.inclusion)];
  const fault = faultOf(block, trust);
  if (fault) return at(fault, block.number);
  if (hashOf(event) !== event.hash) return at("row_hash", block.number, event.seq);
  const isIn =
    inclusion.block === block.number &&
    Array.isArray(inclusion.path) &&
    leadsTo(block.root, leafOf(event), inclusion.leaf, block.count, inclusion.path);
  return isIn ? null : at("root", block.number, event.seq);
}

/** Reads `file` and says what is wrong with it, if anything. */
export async function verifyFile(
  file: string,
  pems: readonly string[],
  copies: readonly string[] = [],
  distrusted: Trust["distrusted"] = new Map(),
): Promise<Report> {
  const trust = trustIn(pems, distrusted);
  const known: Member[] = copies.map(read);
  // When a key was lost is said of blocks: a copy outside is older than its loss.
  const forged = known.findIndex((copy) => faultOf(copy, { ...trust, distrusted: new Map() }));
  if (forged >= 0) {
    const number = known[forged]?.number ?? Number(known[forged - 1]?.number ?? 0) + 1;
    return { ...NOTHING, bad: at("checkpoint", number) };
  }
  if (!startOf(file).includes('"kind":"header"')) {
    const bad = checkProof(read(fs.readFileSync(file, "utf8")), trust);
    return { ...NOTHING, blocks: 1, events: 1, bad };
  }
  const input = fs.createReadStream(file);
  const lines = readline.createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  return checkExport(lines, trust, known);
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
  const many = { type: "string", multiple: true, default: [] as string[] } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: many, checkpoints: many, distrust: many },
  });
  const [file] = positionals;
  if (!file || values.key.length === 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const textOf = (name: string) => fs.readFileSync(name, "utf8");
  const copies = values.checkpoints.flatMap((name) => textOf(name).split("\n").filter(Boolean));
  const distrusted = new Map(values.distrust.map(readDistrust));
  const report = await verifyFile(file, values.key.map(textOf), copies, distrusted);
  const { bad, blocks, events, unsealed, unproved, from, to } = report;
  const verdict = bad ?? (unproved > 0 ? `${unproved} events are not proved` : "all of it holds");
  const range = from === null ? `${blocks} blocks` : `blocks ${from} to ${to}`;
  process.stdout.write(`${events} events, ${range}, ${unsealed} not sealed yet: ${verdict}\n`);
  return bad || unproved > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.filename === fs.realpathSync(process.argv[1]))
  process.exitCode = await runVerifier(process.argv.slice(2));
