import fs from "node:fs";
import path from "node:path";
import { withClient } from "#lib/postgres/embedded.ts";

export type Place = { where: string; text: string };

/** Every row of every table as text, through the owner: what a dump would hold. Bytes come as hex, and decoded as well. */
export async function everyRow(url: string): Promise<Place[]> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const places: Place[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(
        `SELECT row_to_json(t)::text AS text FROM ${name} AS t`,
      );
      places.push({ where: name, text: rows.map(({ text }) => text).join("\n") });
    }
    return places;
  });
}

/** Every file below a folder, byte for byte. */
export function everyFile(folder: string): Place[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const where = path.join(entry.parentPath, entry.name);
      return { where, text: fs.readFileSync(where).toString("latin1") };
    });
}

/** A text as it may lie there: in clear, in hex, and in base64 at each of its three offsets. */
export function formsOf(value: string | Buffer): string[] {
  const bytes = Buffer.from(value);
  const base64 = [0, 1, 2].map((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The first and last letters mix with what stands beside it.
    return padded.slice(offset === 0 ? 0 : 4, -2);
  });
  return [bytes.toString("latin1"), bytes.toString("utf8"), bytes.toString("hex"), ...base64];
}

/** Which canaries were found where, in which form; the canary itself is not said. */
export function findsIn(places: readonly Place[], canaries: readonly (string | Buffer)[]): string[] {
  return places.flatMap(({ where, text }) =>
    canaries.flatMap((canary, index) =>
      formsOf(canary).some((form) => text.includes(form)) ? [`canary ${index} in ${where}`] : [],
    ),
  );
}
