import { LiveNews } from "#components/live/live-news.tsx";
import type { CaseRow } from "#lib/features/cases/reading.ts";
import type { CaseFilter } from "#lib/features/cases/table-schema.ts";
import { hrefOf } from "#lib/table/address.ts";
import type { Listed } from "#lib/table/list.ts";
import type { Snapshot } from "#lib/table/news.ts";

type Props = { filter: CaseFilter; since: Promise<Snapshot>; listed: Promise<Listed<CaseRow>> };

/** Counts from the moment at which this page of the queue was read, over the filter that it shows. */
export async function QueueNews({ filter, since, listed }: Props) {
  const [from, { rows }] = await Promise.all([since, listed]);
  const shown = rows.map(({ number }) => number).join(",");
  return <LiveNews address={hrefOf("/api/live/cases", filter, { since: from, shown })} />;
}
