import { ListViews } from "#components/table/list-views.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { countReverifications } from "#lib/features/reverifications/reading.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import { hrefOf, isNarrowedTo } from "#lib/table/address.ts";

const VIEWS = {
  all: {},
  mine: { startedBy: ["me"] },
  unknown: { state: ["unknown"] },
} satisfies Record<string, Partial<ReverificationFilter>>;
const NAMES = ["all", "mine", "unknown"] as const;

/** Whether these are the ones that nobody knows the end of, and no others: then the list says what is known of each. */
export const isOfUnknown = ({ state }: ReverificationFilter): boolean =>
  state.length === 1 && state[0] === "unknown";

export async function ReverificationViews({ filter }: { filter: ReverificationFilter }) {
  const { ctx, words } = await pageContext("reverification:read");
  const r = words("reconciling");
  return (
    <ListViews
      label={r("views.label")}
      views={NAMES.map((name) => ({
        href: hrefOf("/reverifications", VIEWS[name]),
        label: r(`views.${name}`),
        isCurrent: isNarrowedTo(filter, VIEWS[name]),
      }))}
      counts={countReverifications(
        ctx,
        NAMES.map((name) => VIEWS[name]),
      )}
      t={words("table")}
    />
  );
}
