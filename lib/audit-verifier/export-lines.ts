import { hashOf, leadsTo, leafOf, type Member, rootOf } from "./hashing.ts";
import { at, faultOf, type Trust } from "./trust.ts";

export type Report = {
  blocks: number;
  events: number;
  unsealed: number;
  unproved: number;
  /** The first and the last block, of an export of whole ones. */
  from: number | null;
  to: number | null;
  bad: string | null;
};
export const NOTHING: Report = {
  blocks: 0,
  events: 0,
  unsealed: 0,
  unproved: 0,
  from: null,
  to: null,
  bad: null,
};

/** An event may wait this long for its seal. */
const SEAL_DUE_MS = 120_000;

/** Which blocks were asked for; without a last one the newest is. Nobody signs this: what was covered is told. */
type Asked = { readonly from: number | null; readonly to: number | null };
const askedOf = ({ from, to }: Member): Asked => ({ from: numberIn(from), to: numberIn(to) });
const numberIn = (value: unknown) => (Number.isSafeInteger(value) ? Number(value) : null);

export function read(text: string): Member {
  try {
    const value = Object(JSON.parse(text));
    // A member that stands there twice is read by its last, and by others perhaps by its first.
    const isAsWritten = [JSON.stringify(value), JSON.stringify(value, null, 2)].includes(text.trim());
    return isAsWritten ? value : {};
  } catch {
    return {};
  }
}

/** Every line of an export, in order; `copies` are lines of the checkpoints kept outside. */
export async function checkExport(
  lines: AsyncIterable<string>,
  trust: Trust,
  copies: Member[],
): Promise<Report> {
  const report: Report = { ...NOTHING };
  const unsealedAtMs: number[] = [];
  let [isEnded, newestMs] = [false, Number.NEGATIVE_INFINITY];
  const blocks = new Map<unknown, Member>();
  const seen = new Set<unknown>();
  let scope: unknown = null;
  let asked: Asked = { from: null, to: null };
  let last: Member | null = null;
  let leaves: Buffer[] = [];
  const endBlock = () => {
    if (!last || scope !== "blocks") return null;
    if (leaves.length !== last.count) return at("count", last.number);
    return rootOf(leaves).toString("hex") === last.root ? null : at("root", last.number);
  };
  const byNumber = new Map([...copies].reverse().map((copy) => [copy.number, copy]));
  const copyOf = (number: unknown) => byNumber.get(number) ?? null;
  const joins = (block: Member, before: Member | null) => {
    const isFirst = block.number === 1;
    if (!last && block.number !== (asked.from ?? block.number)) return "number";
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
    else if (isHeader) [scope, asked] = [line.scope, askedOf(line)];
    else if (line.kind === "block") {
      const wrong = scope === "blocks" ? joins(line, last ?? copyOf(Number(line.number) - 1)) : null;
      const due = last ? Number(last.number) + 1 : asked.from;
      const numbered = wrong === "number" ? due : line.number;
      const own = faultOf(line, trust);
      const fault = wrong === "number" ? wrong : (own ?? wrong);
      const copy = copyOf(line.number);
      report.bad = endBlock();
      if (report.bad) return report;
      if (fault) report.bad = at(fault, numbered);
      else if (copy && copy.head !== line.head) report.bad = at("checkpoint", line.number);
      blocks.set(line.number, line);
      if (scope === "blocks") {
        report.from ??= Number(line.number);
        report.to = Number(line.number);
      }
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
  if (report.bad || scope !== "blocks") return report;
  const next = Number(last?.number ?? 0) + 1;
  const newest = Number(copies.at(-1)?.number ?? 0);
  if (asked.to !== null && asked.to >= next) report.bad = at("number", next);
  else if (asked.to === null && newest >= next) report.bad = at("checkpoint", next);
  return report;
}
