import "server-only";
import type { Duplex } from "node:stream";

/** A row as PostgreSQL writes it: texts, or null. */
export type TextRow = readonly (string | null)[];

/** Rows as PostgreSQL sent them, each a DataRow message of its protocol, in pieces that hold whole messages. */
export type WireRows = { readonly pieces: readonly Buffer[]; readonly count: number };

/** https://www.postgresql.org/docs/18/protocol-message-formats.html: the kind of a message, then its length without the kind. */
const DATA_ROW = 0x44;
const KIND_BYTES = 1;
const HEAD_BYTES = KIND_BYTES + 4;
const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;

/**
 * Takes the rows of one answer off a connection, so many at a time; all else goes on to the driver, which would make an
 * object and a text of every value: most of what a large file cost. `end` gives the connection back.
 */
export function takeRows(stream: Duplex, size: number, take: (rows: WireRows) => void) {
  const drivers = stream.listeners("data") as ((bytes: Buffer) => void)[];
  let pieces: Buffer[] = [];
  let count = 0;
  let rest: Buffer | null = null;

  const give = () => {
    if (count > 0) take({ pieces, count });
    pieces = [];
    count = 0;
  };
  const onData = (chunk: Buffer) => {
    const bytes = rest === null ? chunk : Buffer.concat([rest, chunk]);
    let [at, from] = [0, 0];
    const keep = () => {
      if (at > from) pieces.push(bytes.subarray(from, at));
      from = at;
    };
    while (at + HEAD_BYTES <= bytes.length) {
      const end = at + KIND_BYTES + bytes.readUInt32BE(at + KIND_BYTES);
      if (end > bytes.length) break;
      if (bytes[at] === DATA_ROW) {
        at = end;
        count += 1;
        if (count < size) continue;
        keep();
        give();
      } else {
        keep();
        for (const driver of drivers) driver(bytes.subarray(at, end));
        at = end;
        from = end;
      }
    }
    keep();
    rest = at < bytes.length ? bytes.subarray(at) : null;
  };

  stream.removeAllListeners("data");
  stream.on("data", onData);
  return {
    end() {
      stream.removeListener("data", onData);
      for (const driver of drivers) stream.on("data", driver);
      give();
    },
  };
}

/** Tells of each value in turn where its bytes lie; of null, as of what is empty, that there are none. */
export function eachValue(
  { pieces }: WireRows,
  value: (bytes: Buffer, from: number, to: number) => void,
  ended: () => void,
): void {
  for (const bytes of pieces) {
    let at = 0;
    while (at < bytes.length) {
      const count = bytes.readUInt16BE(at + HEAD_BYTES);
      at += HEAD_BYTES + COUNT_BYTES;
      for (let i = 0; i < count; i += 1) {
        const from = at + LENGTH_BYTES;
        const to = from + Math.max(bytes.readInt32BE(at), 0);
        value(bytes, from, to);
        at = to;
      }
      ended();
    }
  }
}

/** What is empty is null: a cell of a file is empty either way. */
export function textsOf(rows: WireRows): TextRow[] {
  const texts: TextRow[] = [];
  let row: (string | null)[] = [];
  eachValue(
    rows,
    (bytes, from, to) => row.push(from === to ? null : bytes.toString("utf8", from, to)),
    () => {
      texts.push(row);
      row = [];
    },
  );
  return texts;
}
