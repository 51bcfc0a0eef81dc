import { SavedViews } from "#app/(staff)/saved-views.tsx";
import { pageContext } from "#lib/entry/page.ts";
import { countReverifications } from "#lib/features/reverifications/reading.ts";
import type { ReverificationFilter } from "#lib/features/reverifications/table-schema.ts";
import type { ListState } from "#lib/features/views/state.ts";

const VIEWS = {
  all: {},
  mine: { startedBy: ["me"] },
  unknown: { state: ["unknown"] },
} satisfies Record<string, Partial<ReverificationFilter>>;
const NAMES = ["all", "mine", "unknown"] as const;

/** Whether these are the ones that nobody knows the end of, and no others: then the list says what is known of each. */
export const isOfUnknown = ({ state }: ReverificationFilter): boolean =>
  state.length === 1 && state[0] === "unknown";

export async function ReverificationViews({ state }: { state: ListState<ReverificationFilter> }) {
  const { ctx, words } = await pageContext("reverification:read");
  const r = words("reconciling");
  return (
    <SavedViews
      list="reverifications"
      state={state}
      own={NAMES.map((name) => ({ label: r(`views.${name}`), filter: VIEWS[name] }))}
      count={(filters) => countReverifications(ctx, filters)}
    />
  );
}
