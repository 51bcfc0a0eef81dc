import "server-only";
import { fromList } from "./from-list.ts";
import { peopleSource } from "./from-people.ts";
import { reportSource } from "./from-report.ts";
import { listOf } from "./lists.ts";
import { EXPORT_LISTS, type ExportSourceName } from "./schema.ts";
import type { ExportSource } from "./source.ts";

const SOURCES: ReadonlyMap<ExportSourceName, ExportSource> = new Map(
  [...EXPORT_LISTS.map((name) => fromList(listOf(name))), reportSource, peopleSource].map((source) => [
    source.name,
    source,
  ]),
);

export function sourceOf(name: ExportSourceName): ExportSource {
  const source = SOURCES.get(name);
  if (!source) throw new Error(`nothing is exported of ${name}`);
  return source;
}
