import type { ReactNode } from "react";
import type { FilterGroup } from "#components/table/filter-bar.tsx";
import { ListFilters } from "#components/table/list-filters.tsx";
import { AUDIT_ACTIONS } from "#lib/features/audit/catalogue.ts";
import { AUDIT_ENTITY_TYPES, AUDIT_OUTCOMES, type AuditFilter } from "#lib/features/audit/table-schema.ts";
import { type Formatter, shortId } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { chipsOf } from "#lib/table/links.ts";
import { startOfDay } from "#lib/time.ts";
import { searchAuditAction } from "./actions.ts";
import { AUDIT_PATH } from "./paths.ts";

type Filter = Partial<Omit<AuditFilter, "event">> &
  Pick<AuditFilter, "action" | "outcome" | "actor" | "sort">;
type Props = {
  path?: string;
  filter: Filter;
  /** What a search narrows further, where that is less than what is shown. */
  asked?: Filter;
  dropped: readonly string[];
  people: readonly { id: string; name: string }[];
  t: Translator<"audit">;
  tableWords: Translator<"table">;
  format: Formatter;
  /** What the rows are drawn with. */
  tools?: ReactNode;
};

/** What the log is narrowed by, whole or of one person; there the kind of thing is not asked for. */
export function AuditFilters({
  path = AUDIT_PATH,
  filter,
  asked = filter,
  dropped,
  people,
  t,
  tableWords,
  format,
  tools,
}: Props) {
  const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? shortId(id);
  const dayWord = (day: string) => format.date(startOfDay(day));
  const wordOf =
    <K extends string>(values: readonly K[], say: (value: K) => string) =>
    (value: string) => {
      const known = values.find((each) => each === value);
      return known ? say(known) : value;
    };
  const actionOf = wordOf(AUDIT_ACTIONS, (action) => t(`action.${action}`));
  const outcomeOf = wordOf(AUDIT_OUTCOMES, (outcome) => t(`outcome.${outcome}`));
  const typeOf = wordOf(AUDIT_ENTITY_TYPES, (type) => t(`entityType.${type}`));
  const itself = (value: string) => value;
  const chips = chipsOf(
    path,
    filter,
    {
      entity: { label: t("filter.entity"), wordOf: itself },
      action: { label: t("filter.action"), wordOf: actionOf },
      outcome: { label: t("filter.outcome"), wordOf: outcomeOf },
      actor: { label: t("filter.actor"), wordOf: nameOf },
      entityType: { label: t("filter.entityType"), wordOf: typeOf },
      session: { label: t("filter.session"), wordOf: shortId },
      request: { label: t("filter.request"), wordOf: shortId },
      address: { label: t("filter.address"), wordOf: itself },
      from: { label: tableWords("from"), wordOf: dayWord },
      to: { label: tableWords("to"), wordOf: dayWord },
    },
    (label, value) => tableWords("removeFilter", { name: `${label} ${value}` }),
  );
  const choice = (
    name: "action" | "outcome" | "actor" | "entityType",
    values: readonly string[],
    labelOf: (value: string) => string,
  ): FilterGroup => ({
    kind: "choice",
    name,
    label: t(`filter.${name}`),
    options: values.map((value) => ({
      value,
      label: labelOf(value),
      checked: filter[name]?.some((each) => each === value) ?? false,
    })),
  });
  const actors = [...new Set([...people.map(({ id }) => id), ...filter.actor])];
  return (
    <ListFilters
      path={path}
      filter={filter}
      // What is typed next takes the place of what was.
      searched={{ ...asked, entity: undefined, address: undefined }}
      search={{ action: searchAuditAction, label: t("search"), placeholder: t("searchPlaceholder") }}
      chips={chips}
      dropped={dropped}
      groups={[
        choice("action", AUDIT_ACTIONS, actionOf),
        choice("actor", actors, nameOf),
        ...(filter.entityType ? [choice("entityType", AUDIT_ENTITY_TYPES, typeOf)] : []),
        choice("outcome", AUDIT_OUTCOMES, outcomeOf),
        {
          kind: "dateRange",
          label: t("filter.days"),
          from: { name: "from", label: tableWords("from"), value: filter.from ?? "" },
          to: { name: "to", label: tableWords("to"), value: filter.to ?? "" },
        },
      ]}
      news={tools}
      t={tableWords}
    />
  );
}
