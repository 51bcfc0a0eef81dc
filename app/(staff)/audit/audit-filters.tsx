import { FilterBar } from "#components/table/filter-bar.tsx";
import { Note } from "#components/ui/note.tsx";
import { AUDIT_ACTIONS } from "#lib/features/audit/catalogue.ts";
import { AUDIT_ENTITY_TYPES, AUDIT_OUTCOMES, type AuditFilter } from "#lib/features/audit/table-schema.ts";
import { type Formatter, shortId } from "#lib/format.ts";
import type { Translator } from "#lib/i18n/translator.ts";
import { chipsOf } from "#lib/table/links.ts";
import { startOfDay } from "#lib/time.ts";

type Props = {
  filter: Omit<AuditFilter, "event">;
  dropped: readonly string[];
  people: readonly { id: string; name: string }[];
  t: Translator<"audit">;
  tableWords: Translator<"table">;
  format: Formatter;
};

export const AUDIT_PATH = "/audit";

/** What the log is narrowed by. */
export function AuditFilters({ filter, dropped, people, t, tableWords, format }: Props) {
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
  const chips = chipsOf(
    AUDIT_PATH,
    filter,
    {
      action: { label: t("filter.action"), wordOf: actionOf },
      outcome: { label: t("filter.outcome"), wordOf: outcomeOf },
      actor: { label: t("filter.actor"), wordOf: nameOf },
      entityType: { label: t("filter.entityType"), wordOf: typeOf },
      from: { label: tableWords("from"), wordOf: dayWord },
      to: { label: tableWords("to"), wordOf: dayWord },
    },
    (label, value) => tableWords("removeFilter", { name: `${label} ${value}` }),
  );
  const choice = (
    name: "action" | "outcome" | "actor" | "entityType",
    values: readonly string[],
    labelOf: (value: string) => string,
  ) => ({
    kind: "choice" as const,
    name,
    label: t(`filter.${name}`),
    options: values.map((value) => ({
      value,
      label: labelOf(value),
      checked: filter[name].some((each) => each === value),
    })),
  });
  const actors = [...new Set([...people.map(({ id }) => id), ...filter.actor])];
  return (
    <>
      {dropped.length > 0 ? (
        <div className="px-6 pb-1 phone:px-4">
          <Note tone="doubt" role="status">
            {tableWords("nonsense", { count: dropped.length, names: dropped.join(", ") })}
          </Note>
        </div>
      ) : null}
      <FilterBar
        action={AUDIT_PATH}
        search={{
          name: "entity",
          value: filter.entity ?? "",
          label: t("search"),
          placeholder: t("searchPlaceholder"),
        }}
        chips={chips}
        clearHref={chips.length > 0 || filter.entity ? AUDIT_PATH : null}
        hidden={[{ name: "sort", value: filter.sort }]}
        groups={[
          choice("action", AUDIT_ACTIONS, actionOf),
          choice("actor", actors, nameOf),
          choice("entityType", AUDIT_ENTITY_TYPES, typeOf),
          choice("outcome", AUDIT_OUTCOMES, outcomeOf),
          {
            kind: "dateRange",
            label: t("filter.days"),
            from: { name: "from", label: tableWords("from"), value: filter.from ?? "" },
            to: { name: "to", label: tableWords("to"), value: filter.to ?? "" },
          },
        ]}
        words={{
          addFilter: tableWords("addFilter"),
          apply: tableWords("applyFilters"),
          clear: tableWords("clearFilters"),
        }}
      />
    </>
  );
}
