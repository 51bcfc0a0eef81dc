import "server-only";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { poolOf } from "./client.ts";

/** Where lines go in by COPY: names of the program's own, never of a request. */
const TARGETS = {
  importLines: `reference_import_line (import_id, line, reference_id, subject_id, cpf, cpf_index, name, name_key, email,
    phone, subsidiary_id, enrolled_at)`,
  importRefusals: "reference_import_refusal (import_id, line, field, reason)",
} as const;
export type CopyTarget = keyof typeof TARGETS;

type Value = string | number | Date | Uint8Array | null;

/** Puts many rows into a table, each call a transaction of its own. */
export type Copier = {
  copy(target: CopyTarget, rows: readonly (readonly Value[])[]): Promise<void>;
  end(): Promise<void>;
};

/** One connection of its own, opened when there is something to put in. */
export function openCopier(url: string): Copier {
  let opening: Promise<pg.Client> | undefined;
  const open = async () => {
    const client = new pg.Client(poolOf(url, "contraprova_app"));
    // Without a listener, a connection that breaks while idle would end the process.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  return {
    async copy(target, rows) {
      if (rows.length === 0) return;
      opening ??= open();
      const client = await opening;
      const text = rows.map(lineOf).join("");
      await pipeline(Readable.from([text]), client.query(copyFrom(`COPY ${TARGETS[target]} FROM STDIN`)));
    },
    async end() {
      const client = await opening?.catch(() => undefined);
      await client?.end().catch(() => undefined);
    },
  };
}

const lineOf = (row: readonly Value[]): string => `${row.map(cellOf).join("\t")}\n`;

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** As the text format of COPY has it. */
export function cellOf(value: Value): string {
  if (value === null) return "\\N";
  if (typeof value === "number") return String(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string") return value.replace(/[\\\t\n\r]/g, (found) => ESCAPES[found] ?? found);
  return `\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
}
