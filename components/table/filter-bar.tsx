import Form from "next/form";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { type CountAction, FacetEditor } from "./facets.tsx";
import type { FilterGroup } from "./filter-group.tsx";
import { GetForm, HiddenFields } from "./get-form.tsx";
import { SearchBox } from "./search-box.tsx";

export type { FilterGroup } from "./filter-group.tsx";
export type FilterChip = {
  key: string;
  label: string;
  value: string;
  removeHref: string;
  removeLabel: string;
};
type Props = {
  /** Path of the list, without parameters. */
  action: string;
  search?: { name: string; value: string; label: string; placeholder: string } | undefined;
  /** A search with a form of its own, in the place of `search`. */
  searchForm?: ReactNode;
  chips: readonly FilterChip[];
  clearHref: string | null;
  /** Parameters that neither the search nor a group holds, such as the sort. */
  hidden: readonly { name: string; value: string }[];
  groups: readonly FilterGroup[];
  /** Counts what each value of the groups would find in this state of the list. */
  count?: { action: CountAction; state: string } | undefined;
  words: { addFilter: string; apply: string; clear: string };
  news?: ReactNode;
};

const EDITOR = "filter-editor";

/** What a list is narrowed by. Plain GET forms: the state is the address, and no script is needed. */
export function FilterBar({
  action,
  search,
  searchForm,
  chips,
  clearHref,
  hidden,
  groups,
  count,
  words,
  news,
}: Props) {
  return (
    <search className="flex flex-wrap items-start gap-2 px-6 py-2.5 phone:px-4">
      {searchForm}
      <Form action={action} scroll={false} prefetch={false} className="contents">
        <HiddenFields fields={hidden} />
        {search ? <SearchBox {...search} kbd="/" /> : null}
        {groups.length > 0 ? (
          <FacetEditor id={EDITOR} groups={groups} count={count} apply={words.apply} />
        ) : null}
      </Form>
      {chips.map((chip) => (
        <GetForm key={chip.key} href={chip.removeHref} className="chip">
          <span className="text-ink-2">{chip.label}</span>
          <b className="max-w-64 truncate font-medium">{chip.value}</b>
          <button type="submit" aria-label={chip.removeLabel}>
            <Icon name="close" size={14} />
          </button>
        </GetForm>
      ))}
      {groups.length > 0 ? (
        <button type="button" popoverTarget={EDITOR} className="chip chip-add" aria-keyshortcuts="f">
          <Icon name="plus" size={14} />
          {words.addFilter}
          <Kbd>F</Kbd>
        </button>
      ) : null}
      {clearHref ? (
        <GetForm href={clearHref}>
          <Button type="submit" variant="quiet" size="s">
            {words.clear}
          </Button>
        </GetForm>
      ) : null}
      {news ? <div className="ms-auto flex items-center gap-1">{news}</div> : null}
    </search>
  );
}
