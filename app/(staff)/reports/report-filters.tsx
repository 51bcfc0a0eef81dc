import Form from "next/form";
import Link from "next/link";
import { HiddenFields } from "#components/table/get-form.tsx";
import { Button } from "#components/ui/button.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Note } from "#components/ui/note.tsx";
import { MOST_DAYS, type Period } from "#lib/features/reports/period.ts";
import { PRESETS, type ReportFilter } from "#lib/features/reports/schema.ts";
import type { Choices } from "#lib/features/reports/service.ts";
import type { Words } from "#lib/features/reports/table-of.ts";
import { spanWords } from "#lib/features/reports/table-of.ts";
import { entriesOf, hrefOf } from "#lib/table/address.ts";
import { REPORTS_PATH } from "./given.ts";

type Props = {
  words: Words;
  filter: ReportFilter;
  period: Period;
  choices: Choices;
  dropped: readonly string[];
};
type Option = { key: string; label: string; href: string; isCurrent: boolean };

/** What the report is about: three choices that stand in the address. Links and one GET form; no script is needed. */
export function ReportFilters({ words, filter, period, choices, dropped }: Props) {
  const { r } = words;
  const at = (change: Partial<ReportFilter>) => hrefOf(REPORTS_PATH, filter, change);
  const all = (name: "subsidiary" | "person", label: string): Option => ({
    key: "",
    label,
    href: at({ [name]: undefined }),
    isCurrent: !filter[name],
  });
  const named = (name: "subsidiary" | "person", options: readonly { id: string; name: string }[]): Option[] =>
    options.map(({ id, name: label }) => ({
      key: id,
      label,
      href: at({ [name]: id }),
      isCurrent: filter[name] === id,
    }));
  const subsidiaries = [
    all("subsidiary", r("allSubsidiaries")),
    ...named("subsidiary", choices.subsidiaries),
  ];
  const people = [all("person", r("everybody")), ...named("person", choices.people)];
  const current = (options: readonly Option[]) =>
    options.find(({ isCurrent }) => isCurrent)?.label ?? r("none");
  return (
    <search
      aria-label={r("filters")}
      className="not-on-paper flex flex-wrap items-center gap-2 px-6 pb-3 phone:px-4"
    >
      {dropped.length > 0 ? (
        <div className="w-full">
          <Note tone="doubt" role="status">
            {r("dropped", { names: dropped.join(", ") })}
          </Note>
        </div>
      ) : null}
      {isCut(filter, period) ? (
        <div className="w-full">
          <Note tone="doubt" role="status">
            {r("tooLong", { days: String(MOST_DAYS) })}
          </Note>
        </div>
      ) : null}
      <Choice
        id="period"
        label={r("period")}
        value={period.preset ? r(`preset.${period.preset}`) : spanWords(words, period)}
        options={PRESETS.map((preset) => ({
          key: preset,
          label: r(`preset.${preset}`),
          href: at({ period: preset, from: undefined, to: undefined }),
          isCurrent: period.preset === preset,
        }))}
      >
        <Form action={REPORTS_PATH} prefetch={false} className="flex flex-col gap-2 border-t border-line p-3">
          <HiddenFields
            fields={entriesOf({ ...filter, period: undefined, from: undefined, to: undefined }).map(
              ([name, value]) => ({
                name,
                value,
              }),
            )}
          />
          <TextInput id="from" name="from" label={r("from")} type="date" defaultValue={period.from} />
          <TextInput id="to" name="to" label={r("to")} type="date" defaultValue={period.to} />
          <Button type="submit" variant="primary">
            {r("apply")}
          </Button>
        </Form>
      </Choice>
      {choices.subsidiaries.length > 0 ? (
        <Choice
          id="subsidiary"
          label={r("subsidiary")}
          value={current(subsidiaries)}
          options={subsidiaries}
        />
      ) : null}
      {choices.people.length > 0 ? (
        <Choice id="person" label={r("person")} value={current(people)} options={people} />
      ) : null}
    </search>
  );
}

const isCut = ({ from }: ReportFilter, { preset, from: first, to }: Period): boolean =>
  preset === null && from !== undefined && from !== first && from !== to;

type ChoiceProps = {
  id: string;
  label: string;
  value: string;
  options: readonly Option[];
  children?: React.ReactNode;
};

function Choice({ id, label, value, options, children }: ChoiceProps) {
  const opens = `choose-${id}`;
  return (
    <>
      <button type="button" popoverTarget={opens} className="chip cursor-pointer pe-2">
        <span className="text-ink-2">{label}</span>
        <b className="max-w-64 truncate font-medium">{value}</b>
        <Icon name="chevron-down" size={14} />
      </button>
      <div id={opens} popover="auto" className="popover w-60">
        <ul className="menu p-1">
          {options.map(({ key, label: name, href, isCurrent }) => (
            <li key={key}>
              <Link href={href} prefetch={false} aria-current={isCurrent ? "true" : undefined}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
        {children}
      </div>
    </>
  );
}
